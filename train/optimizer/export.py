"""Writes the trained model as one GGUF file, and vectors that a runtime can be checked against.

usage: python -m train.optimizer.export FOLDER OUTPUT.gguf [--vectors FILE] [--exact]

Two things are unlike a converted T5. The embeddings are exported untied, with the decoder's scale
d_model^-0.5 in the output matrix, because the runtime leaves that scale out for tied ones and would give
wrong probabilities. The tag head is metadata, because the runtime refuses tensors that it does not know.
"""

import argparse
import json
from pathlib import Path

import gguf
import numpy as np
import torch
from torch import Tensor

from train.optimizer.batches import example_of
from train.optimizer.pieces import PAD, UNKNOWN, Pieces
from train.optimizer.t5 import BUCKETS, T5, Attention, Shape
from train.optimizer.templates import load as load_templates
from train.optimizer.verbosity import Verbosity

CONTEXT = 1024
BLOCK = 32  # of the 8-bit format: rows are quantised in blocks of so many
KEEP_BELOW, DELETE_ABOVE = 0.2, 0.9
GATE = 0.2
VECTOR_BASES = (
    "Explain the difference between a stack and a queue. Give an example of each.",
    "what is my credit limit",
    "Write a function that never returns None. It must handle 3 cases.",
    "Translate to French: the weather was fine all week",
    "how long does it take to walk from the station to the harbour",
    "Compare electric and diesel buses by cost, range and noise.",
    "remind me to water the plants on friday",
    "Summarize the rules of chess for a beginner in five sentences.",
)


def load(folder: Path) -> T5:
    saved = torch.load(folder / "checkpoint.pt", weights_only=True)
    model = T5(Shape())
    model.load_state_dict(saved["model"])
    return model.eval()


def attention(prefix: str, own: Attention) -> dict[str, Tensor]:
    names = {"q": own.q, "k": own.k, "v": own.v, "o": own.o}
    return {f"{prefix}_{name}": layer.weight for name, layer in names.items()}


def tensors(model: T5) -> dict[str, Tensor]:
    """By their names in the file, without the ".weight" that all of them end in."""
    out = {"token_embd": model.embedding.weight, "output": model.embedding.weight * model.shape.d_model**-0.5}
    for side, stack in (("enc", model.encoder), ("dec", model.decoder)):
        out[f"{side}.output_norm"] = stack.norm.weight
        out[f"{side}.blk.0.attn_rel_b"] = stack.position_bias.weight
        for number, block in enumerate(stack.blocks):
            prefix = f"{side}.blk.{number}."
            out[prefix + "attn_norm"] = block.self_norm.weight
            out |= attention(prefix + "attn", block.self_attention)
            if block.cross_attention is not None:
                out[prefix + "cross_attn_norm"] = block.cross_norm.weight
                out |= attention(prefix + "cross_attn", block.cross_attention)
            out[prefix + "ffn_norm"] = block.feed_norm.weight
            out[prefix + "ffn_up"] = block.feed_forward.wi.weight
            out[prefix + "ffn_down"] = block.feed_forward.wo.weight
    return out


def add_vocabulary(writer: gguf.GGUFWriter, pieces: Pieces) -> None:
    processor = pieces.processor
    numbers = range(processor.vocab_size())
    kinds = [
        gguf.TokenType.UNKNOWN
        if number == UNKNOWN
        else gguf.TokenType.CONTROL
        if processor.is_control(number)
        else gguf.TokenType.NORMAL
        for number in numbers
    ]
    writer.add_tokenizer_model("t5")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([processor.id_to_piece(number).encode() for number in numbers])
    writer.add_token_scores([processor.get_score(number) for number in numbers])
    writer.add_token_types(kinds)
    writer.add_add_space_prefix(True)
    writer.add_remove_extra_whitespaces(True)
    writer.add_pad_token_id(PAD)
    writer.add_eos_token_id(processor.eos_id())
    writer.add_unk_token_id(UNKNOWN)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def add_shape(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(shape.d_model)
    writer.add_feed_forward_length(shape.d_ff)
    writer.add_block_count(shape.encoder_layers)
    writer.add_decoder_block_count(shape.decoder_layers)
    writer.add_head_count(shape.heads)
    writer.add_key_length(shape.d_kv)
    writer.add_value_length(shape.d_kv)
    writer.add_layer_norm_eps(1e-6)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_relative_attn_buckets_count(BUCKETS)
    writer.add_decoder_start_token_id(PAD)


def add_tag_head(writer: gguf.GGUFWriter, model: T5) -> None:
    writer.add_string("greeninfer.mode", "delete")
    writer.add_array("greeninfer.tag_head.weight", model.tag_head.weight.flatten().tolist())
    writer.add_float32("greeninfer.tag_head.bias", model.tag_head.bias.item())
    writer.add_float32("greeninfer.gate", GATE)
    writer.add_float32("greeninfer.keep_below", KEEP_BELOW)
    writer.add_float32("greeninfer.delete_above", DELETE_ABOVE)


def write(model: T5, pieces: Pieces, path: Path, exact: bool) -> None:
    """exact: 32-bit weights, for comparing with the training framework; otherwise 8 bits for all matrices."""
    writer = gguf.GGUFWriter(str(path), "t5")
    writer.add_name("GreenInfer prompt shortener")
    writer.add_license("Apache-2.0")
    add_shape(writer, model.shape)
    add_vocabulary(writer, pieces)
    add_tag_head(writer, model)
    for name, tensor in tensors(model).items():
        values = tensor.detach().float().numpy()
        kind = gguf.GGMLQuantizationType.F32
        if not exact and values.ndim == 2 and values.shape[1] % BLOCK == 0:
            kind = gguf.GGMLQuantizationType.Q8_0
            values = gguf.quants.quantize(values, kind)
        writer.add_tensor(name + ".weight", np.ascontiguousarray(values), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@torch.no_grad()
def vectors(model: T5, pieces: Pieces) -> list[dict]:
    """For our own texts: each word's chance of going, and some decoder logits at each forced step."""
    out = []
    for seed, base in enumerate(VECTOR_BASES):
        words = Verbosity(seed, load_templates(held_out=True)).verbose(base)
        example = example_of(words, pieces)
        assert example is not None, base
        source = torch.tensor([example.source])
        mask = torch.ones_like(source, dtype=torch.bool)
        states, tags = model.encode(source, mask)
        prefix = torch.tensor([[PAD, *example.target[:-1]]])
        steps, _ = model.decode(prefix, torch.ones_like(prefix, dtype=torch.bool), states, mask)
        logits = (steps @ model.embedding.weight.T)[0]
        watched = sorted({*example.source[:6], *example.target[:6]})
        out.append(
            {
                "words": [word for word, _ in words],
                "pieces": example.source,
                "p_delete": torch.sigmoid(tags[0, example.first_pieces]).tolist(),
                "prefix": prefix[0].tolist(),
                "watched": watched,
                "logits": logits[:, watched].tolist(),
            }
        )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--exact", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model, pieces = load(arguments.folder), Pieces(arguments.folder / "pieces.model")
    write(model, pieces, arguments.output, arguments.exact)
    if arguments.vectors:
        found = vectors(model, pieces)
        arguments.vectors.write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
