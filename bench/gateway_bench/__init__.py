"""Side-by-side benchmark of LLM gateways, one core each, in interleaved rounds."""
