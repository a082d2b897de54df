#pragma once
// The names that model servers give to their figures, and what each means; engine_page.cpp alone uses them.
#include <array>
#include <cstdint>
#include <string_view>

#include "fleet/engine_report.hpp"

namespace greeninfer::fleet {

enum class EngineFigure : std::uint8_t {
    running,
    waiting,
    waiting_by_reason,
    kv_usage,
    old_kv_usage,
    queried,
    old_queried,
    hit,
    old_hit,
    prompt_read,   // tokens that were not in the cache
    cache_config,  // the size of the cache stands in its labels
    block_tokens,
    blocks,
    cache_tokens,
};
inline constexpr std::size_t kEngineFigures = 14;

struct EngineFamily {
    std::string_view name;
    EngineKind kind;
    EngineFigure figure;
};

// vLLM renamed its gpu_ families in 0.9; SGLang gave the size of its cache as labels before 0.5.11 and as gauges since.
inline constexpr std::array kEngineFamilies = {
    EngineFamily{"vllm:num_requests_running", EngineKind::vllm, EngineFigure::running},
    EngineFamily{"vllm:num_requests_waiting", EngineKind::vllm, EngineFigure::waiting},
    EngineFamily{"vllm:num_requests_waiting_by_reason", EngineKind::vllm, EngineFigure::waiting_by_reason},
    EngineFamily{"vllm:kv_cache_usage_perc", EngineKind::vllm, EngineFigure::kv_usage},
    EngineFamily{"vllm:gpu_cache_usage_perc", EngineKind::vllm, EngineFigure::old_kv_usage},
    EngineFamily{"vllm:prefix_cache_queries_total", EngineKind::vllm, EngineFigure::queried},
    EngineFamily{"vllm:gpu_prefix_cache_queries_total", EngineKind::vllm, EngineFigure::old_queried},
    EngineFamily{"vllm:prefix_cache_hits_total", EngineKind::vllm, EngineFigure::hit},
    EngineFamily{"vllm:gpu_prefix_cache_hits_total", EngineKind::vllm, EngineFigure::old_hit},
    EngineFamily{"vllm:cache_config_info", EngineKind::vllm, EngineFigure::cache_config},
    EngineFamily{"sglang:num_running_reqs", EngineKind::sglang, EngineFigure::running},
    EngineFamily{"sglang:num_queue_reqs", EngineKind::sglang, EngineFigure::waiting},
    EngineFamily{"sglang:token_usage", EngineKind::sglang, EngineFigure::kv_usage},
    EngineFamily{"sglang:prompt_tokens_total", EngineKind::sglang, EngineFigure::queried},
    EngineFamily{"sglang:cached_tokens_total", EngineKind::sglang, EngineFigure::hit},
    EngineFamily{"sglang:cache_config_info", EngineKind::sglang, EngineFigure::cache_config},
    EngineFamily{"sglang:page_size", EngineKind::sglang, EngineFigure::block_tokens},
    EngineFamily{"sglang:num_pages", EngineKind::sglang, EngineFigure::blocks},
    EngineFamily{"sglang:max_total_num_tokens", EngineKind::sglang, EngineFigure::cache_tokens},
    EngineFamily{"llamacpp:requests_processing", EngineKind::llama_cpp, EngineFigure::running},
    EngineFamily{"llamacpp:requests_deferred", EngineKind::llama_cpp, EngineFigure::waiting},
    EngineFamily{"llamacpp:kv_cache_usage_ratio", EngineKind::llama_cpp, EngineFigure::old_kv_usage},
    EngineFamily{"llamacpp:prompt_tokens_total", EngineKind::llama_cpp, EngineFigure::prompt_read},
    EngineFamily{"llamacpp:prompt_tokens_cached_total", EngineKind::llama_cpp, EngineFigure::hit},
    EngineFamily{"trtllm_num_requests_running", EngineKind::tensorrt_llm, EngineFigure::running},
    EngineFamily{"trtllm_num_requests_waiting", EngineKind::tensorrt_llm, EngineFigure::waiting},
    EngineFamily{"trtllm_kv_cache_utilization", EngineKind::tensorrt_llm, EngineFigure::kv_usage},
    EngineFamily{"trtllm_kv_cache_tokens_per_block", EngineKind::tensorrt_llm, EngineFigure::block_tokens},
    EngineFamily{"trtllm_kv_cache_max_blocks", EngineKind::tensorrt_llm, EngineFigure::blocks},
};
inline constexpr std::array<std::string_view, 4> kEngineBeginnings = {"vllm:", "sglang:", "llamacpp:", "trtllm_"};

}  // namespace greeninfer::fleet
