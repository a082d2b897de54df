#pragma once
// A key or password that cannot end in a log by accident: it has no way to print itself, is never copied, and its bytes
// are wiped when the last owner goes.
//
// Settings share one Secret by pointer, so copying settings copies no key. Immutable, so any thread may read it.
#include <memory>
#include <string>
#include <string_view>

namespace greeninfer::config {

class Fields;

class Secret {
public:
    explicit Secret(std::string_view text) : text_(text) {}
    ~Secret();
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    // The text itself, to be written to the peer it is meant for and nowhere else.
    std::string_view reveal() const { return text_; }

private:
    std::string text_;
};

// Where a secret comes from. In a configuration file these are the keys `<name>_env` and `<name>_file`.
struct SecretSetting {
    std::string env;                           // name of an environment variable; empty: not from there
    std::string file;                          // path of a file that holds the secret alone; empty: not from there
    std::shared_ptr<const Secret> value = {};  // what was found there; null: no secret is configured
};

// Describes `<name>_env` and `<name>_file`, fetches the secret when they are read, and refuses a literal `<name>`.
void describe_secret(Fields& fields, std::string_view name, SecretSetting& secret, std::string_view purpose);

}  // namespace greeninfer::config
