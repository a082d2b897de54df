#pragma once
// Reads the body: what is asked, of which model, and how the answer is wanted.
#include "pipeline/stage.hpp"

namespace greeninfer::pipeline {

class Reading final : public Stage {
public:
    Task<> handle(Exchange& exchange, Next next) override;
};

}  // namespace greeninfer::pipeline
