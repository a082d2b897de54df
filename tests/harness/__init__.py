"""What the end-to-end tests stand on: the real binary, a scripted upstream, raw sockets, certificates."""
