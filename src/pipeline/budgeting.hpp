#pragma once
// Holds a request to what its session, client and department may still use: requests and tokens per minute first,
// because they are the cheapest to ask and pass by themselves, then carbon and money.
//
// Here only the end of a budget is noticed and the mode forced down; what an attempt costs is reserved where it is
// made.
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Budgeting final : public Stage {
public:
    explicit Budgeting(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    Result<void> admit(Exchange& exchange, std::int64_t tokens);
    Result<void> open(Exchange& exchange);
    void count(const Exchange& exchange, const Result<void>& result);
    void correct_tokens(const Exchange& exchange, std::int64_t expected);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
