#pragma once
// Memory whose content can never reach a disk: it belongs to no file, is locked against swapping, is left out of core
// dumps, is empty in a forked child, and is wiped before it is given back.
//
// What is recorded of requests would be harmless there (it holds no text), but "cannot be written anywhere" is a
// promise that an auditor can check in /proc/PID/smaps (flags lo, dd and wf), and "holds nothing bad" is one that must
// be believed. Made once at start; the thread that makes it owns it, others may write into it.
#include <cstddef>
#include <span>
#include <string>

namespace greeninfer::telemetry {

class PrivateMemory {
public:
    // Anonymous and zeroed. Throws std::bad_alloc when the system has no such memory.
    explicit PrivateMemory(std::size_t bytes);
    ~PrivateMemory();
    PrivateMemory(const PrivateMemory&) = delete;
    PrivateMemory& operator=(const PrivateMemory&) = delete;

    std::span<std::byte> bytes() const { return bytes_; }
    bool is_locked() const { return is_locked_; }
    // What the system refused of all this, and why, for people; empty when nothing.
    const std::string& missing_protection() const { return missing_protection_; }

private:
    void protect();
    void wipe();

    std::span<std::byte> bytes_;
    bool is_locked_ = false;
    std::string missing_protection_;
};

}  // namespace greeninfer::telemetry
