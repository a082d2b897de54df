#include "pipeline/tokenizer_call.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::size_t kLongestAnswer = std::size_t{8} * 1024 * 1024;

net::Origin without_version(net::Origin origin) {
    constexpr std::string_view kVersion = "/v1";
    if (origin.base_path.ends_with(kVersion)) origin.base_path.resize(origin.base_path.size() - kVersion.size());
    return origin;
}

Task<std::string> read_all(net::UpstreamCall& call) {
    std::string answer;
    for (;;) {
        CO_TRY(const std::string_view bytes, co_await call.read());
        if (bytes.empty()) co_return answer;
        if (answer.size() + bytes.size() > kLongestAnswer) {
            co_return fail(Fault::upstream_failed, "the tokenizer's answer is too long");
        }
        answer.append(bytes);
    }
}

}  // namespace

Task<std::string> call_tokenizer(Worker& worker, const fleet::Endpoint& endpoint, net::FieldLines fields,
                                 std::span<const std::string_view> body, net::Abort& abort) {
    const auto origin = endpoint.state->origin.load();
    if (!origin) co_return fail(Fault::not_ready, "the local engine is starting");
    const net::UpstreamRequest request{.target = "/tokenize", .fields = std::move(fields), .body = body};
    const net::Origin beside = without_version(*origin);
    CO_TRY(const auto call, co_await worker.client.send(beside, request, abort));
    if (call->head().status != 200) co_return fail(Fault::upstream_failed, "no tokenizer");
    co_return co_await read_all(*call);
}

}  // namespace greeninfer::pipeline
