#pragma once
// Reads the Prometheus page of a model server: vLLM, SGLang, llama.cpp's llama-server or TensorRT-LLM.
//
// Names are matched exactly, because families share beginnings (num_requests_waiting, ..._waiting_by_reason), and the
// names of older versions are read too. One pass over the page: a busy server's has thousands of lines. Pure.
#include <optional>
#include <string_view>

#include "fleet/engine_report.hpp"

namespace greeninfer::fleet {

// `model` is what the server calls the model. Absent where the page has no figure of an engine that is known here.
std::optional<EngineReport> read_engine_page(std::string_view page, std::string_view model, Moment now);

}  // namespace greeninfer::fleet
