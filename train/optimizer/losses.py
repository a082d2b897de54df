"""What the model is trained on.

The decoder's softmax is taken over the pieces of the batch, not over the vocabulary: at run time it may
only write pieces of its own input, and a small head is far cheaper. The tag head says per word whether it
goes. Two heads of the cross-attention are shown where to look, at the piece just written and at the one to
write: that is what a pointer needs, and what takes longest to be found by itself.
"""

import dataclasses

import torch
from torch import Tensor
from torch.nn import functional

from train.optimizer.batches import Batch
from train.optimizer.pieces import PAD
from train.optimizer.t5 import BLOCKED, T5

TAG_WEIGHT, GUIDANCE_WEIGHT = 1.0, 0.3


@dataclasses.dataclass(frozen=True)
class Losses:
    decoder: Tensor
    tag: Tensor
    guidance: Tensor

    def total(self) -> Tensor:
        return self.decoder + TAG_WEIGHT * self.tag + GUIDANCE_WEIGHT * self.guidance


def guidance_loss(scores: list[Tensor], batch: Batch) -> Tensor:
    written = torch.cat([torch.zeros_like(batch.places[:, :1]), batch.places[:, :-1]], dim=1)
    is_step = batch.target != PAD
    has_written = is_step.clone()
    has_written[:, 0] = False
    masked = [score.float().masked_fill(~batch.mask[:, None, :], BLOCKED) for score in scores]
    lost = functional.cross_entropy(masked[0][has_written], written[has_written], reduction="sum")
    lost = lost + functional.cross_entropy(masked[-1][is_step], batch.places[is_step], reduction="sum")
    return lost / is_step.sum()


def losses_of(model: T5, batch: Batch) -> Losses:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states, tags = model.encode(batch.source, batch.mask)
        steps = batch.target != PAD
        out, scores = model.decode(batch.prefix, steps, states, batch.mask)
        logits = out[steps] @ model.embedding(batch.vocabulary).T
    is_word = batch.tag >= 0
    tag = functional.binary_cross_entropy_with_logits(tags[is_word].float(), batch.tag[is_word])
    decoder = functional.cross_entropy(logits.float(), batch.target_in_vocabulary[steps])
    return Losses(decoder, tag, guidance_loss(scores, batch))
