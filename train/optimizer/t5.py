"""A small T5 with two additions that are used in training: a tag head on the encoder, and guided cross-
attention.

Its arithmetic is that of the original T5 (Raffel et al. 2020, arXiv 1910.10683): relative position buckets
shared by the layers of a stack, no scaling of scores, root-mean-square norms without bias, relu, tied
embeddings whose decoder output is scaled by d_model^-0.5. Written out here because only a few of its
tensors are needed for the two additions, and because the exported model is checked against another
implementation, the runtime's.
"""

import dataclasses
import math

import torch
from torch import Tensor, nn
from torch.nn import functional

BUCKETS, DISTANCE_MAX = 32, 128
BLOCKED = -1e9


@dataclasses.dataclass(frozen=True)
class Shape:
    vocabulary: int = 8000
    d_model: int = 192
    d_kv: int = 32
    heads: int = 6
    d_ff: int = 512
    encoder_layers: int = 6
    decoder_layers: int = 2


def position_buckets(queries: int, keys: int, both_ways: bool) -> Tensor:
    """Bucket of each (query, key): near distances have their own, far ones share, by logarithm."""
    distance = torch.arange(keys)[None, :] - torch.arange(queries)[:, None]
    buckets = BUCKETS
    offset = torch.zeros_like(distance)
    if both_ways:
        buckets //= 2
        offset = (distance > 0).long() * buckets
        distance = distance.abs()
    else:
        distance = -distance.clamp(max=0)
    exact = buckets // 2
    share = torch.log(distance.float().clamp(min=1) / exact) / math.log(DISTANCE_MAX / exact)
    far = (exact + (share * (buckets - exact)).long()).clamp(max=buckets - 1)
    return offset + torch.where(distance < exact, distance, far)


class Norm(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x.float(), (x.shape[-1],), self.weight, eps=1e-6)


class Attention(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, inner = shape.heads, shape.heads * shape.d_kv
        self.q = nn.Linear(shape.d_model, inner, bias=False)
        self.k = nn.Linear(shape.d_model, inner, bias=False)
        self.v = nn.Linear(shape.d_model, inner, bias=False)
        self.o = nn.Linear(inner, shape.d_model, bias=False)
        nn.init.normal_(self.q.weight, std=(shape.d_model * shape.d_kv) ** -0.5)
        for layer in (self.k, self.v):
            nn.init.normal_(layer.weight, std=shape.d_model**-0.5)
        nn.init.normal_(self.o.weight, std=inner**-0.5)

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """bias: added to the scores [batch, heads, queries, keys]. Also returns the first head's scores."""
        q, k, v = self.split(self.q(x)), self.split(self.k(memory)), self.split(self.v(memory))
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype), scale=1.0)
        first = q[:, 0] @ k[:, 0].transpose(1, 2)
        return self.o(mixed.transpose(1, 2).flatten(2)), first


class FeedForward(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.wi = nn.Linear(shape.d_model, shape.d_ff, bias=False)
        self.wo = nn.Linear(shape.d_ff, shape.d_model, bias=False)
        nn.init.normal_(self.wi.weight, std=shape.d_model**-0.5)
        nn.init.normal_(self.wo.weight, std=shape.d_ff**-0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.wo(functional.relu(self.wi(x)))


class Block(nn.Module):
    def __init__(self, shape: Shape, is_decoder: bool) -> None:
        super().__init__()
        self.self_norm, self.self_attention = Norm(shape.d_model), Attention(shape)
        self.cross_norm = Norm(shape.d_model) if is_decoder else None
        self.cross_attention = Attention(shape) if is_decoder else None
        self.feed_norm, self.feed_forward = Norm(shape.d_model), FeedForward(shape)

    def forward(
        self, x: Tensor, bias: Tensor, memory: Tensor | None, memory_bias: Tensor | None
    ) -> tuple[Tensor, Tensor | None]:
        normed = self.self_norm(x)
        x = x + self.self_attention(normed, normed, bias)[0]
        scores = None
        if self.cross_attention is not None and self.cross_norm is not None:
            mixed, scores = self.cross_attention(self.cross_norm(x), memory, memory_bias)
            x = x + mixed
        return x + self.feed_forward(self.feed_norm(x)), scores


class Stack(nn.Module):
    def __init__(self, shape: Shape, layers: int, is_decoder: bool) -> None:
        super().__init__()
        self.is_decoder = is_decoder
        self.position_bias = nn.Embedding(BUCKETS, shape.heads)
        nn.init.normal_(self.position_bias.weight, std=shape.d_model**-0.5)
        self.blocks = nn.ModuleList(Block(shape, is_decoder) for _ in range(layers))
        self.norm = Norm(shape.d_model)

    def forward(
        self, x: Tensor, mask: Tensor, memory: Tensor | None = None, memory_mask: Tensor | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        """mask: [batch, keys], true where there is a piece. Also returns the first heads' scores by layer."""
        length = x.shape[1]
        buckets = position_buckets(length, length, both_ways=not self.is_decoder)
        bias = self.position_bias(buckets).permute(2, 0, 1)[None] + blocked(mask)
        if self.is_decoder:
            bias = bias + torch.full((length, length), BLOCKED).triu(1)
        memory_bias = None if memory_mask is None else blocked(memory_mask)
        scores: list[Tensor] = []
        for block in self.blocks:
            x, guided = block(x, bias, memory, memory_bias)
            if guided is not None:
                scores.append(guided)
        return self.norm(x), scores


def blocked(mask: Tensor) -> Tensor:
    return (~mask)[:, None, None, :] * BLOCKED


class T5(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.d_model)
        nn.init.normal_(self.embedding.weight, std=1.0)
        self.encoder = Stack(shape, shape.encoder_layers, is_decoder=False)
        self.decoder = Stack(shape, shape.decoder_layers, is_decoder=True)
        self.tag_head = nn.Linear(shape.d_model, 1)
        nn.init.zeros_(self.tag_head.weight)
        nn.init.constant_(self.tag_head.bias, -1.0)

    def encode(self, source: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """States [batch, pieces, d_model] and tag logits [batch, pieces]."""
        states, _ = self.encoder(self.embedding(source), mask)
        return states, self.tag_head(states.float()).squeeze(-1)

    def decode(
        self, prefix: Tensor, prefix_mask: Tensor, states: Tensor, mask: Tensor
    ) -> tuple[Tensor, list[Tensor]]:
        """Scaled states [batch, steps, d_model], to be multiplied with embeddings; and the guided scores."""
        out, scores = self.decoder(self.embedding(prefix), prefix_mask, states, mask)
        return out * self.shape.d_model**-0.5, scores
