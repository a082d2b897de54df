#pragma once
// A plain blocking socket for the far end of a test: a client of our server or an upstream of our client.
//
// Its calls say in one line what a peer does, and each gives up after kPatience, so that a bug fails a test instead of
// hanging it. Used by one thread at a time.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace greeninfer::testing {

// One HTTP message as it came over the wire, its body without chunk framing.
struct HttpText {
    std::string head;  // up to and including the blank line; empty when the peer closed before it was complete
    std::string body;
    bool whole = false;  // the body ended as its framing promised

    int status() const;  // of an answer; 0 when there is none
    bool has(std::string_view line) const { return head.contains(line); }
};

class BlockingSocket {
public:
    static constexpr std::chrono::seconds kPatience{5};

    // `address` as the server prints it: 127.0.0.1:80, [::1]:80 or unix:/path. Throws when nobody listens.
    static BlockingSocket connect(const std::string& address);
    explicit BlockingSocket(int descriptor);
    BlockingSocket(BlockingSocket&& other) noexcept;
    BlockingSocket& operator=(BlockingSocket&&) = delete;
    ~BlockingSocket() { close(); }

    bool send(std::string_view bytes);  // false when the peer does not take them all
    // Some bytes; empty at the end of the stream; nothing when none came in time.
    std::optional<std::string> read_some(std::chrono::milliseconds patience = kPatience);
    HttpText read_message(bool has_body = true);  // what follows the message stays for the next call
    std::string read_to_end();
    bool closes_within(std::chrono::milliseconds time);  // the peer ends or resets the stream; what it sends is dropped

    void finish_sending();  // FIN
    void reset();           // RST
    void close();
    int descriptor() const { return descriptor_; }

private:
    bool fill();  // reads more into unread_; false at the end or when patience is over
    bool take_chunks(std::string& body);

    int descriptor_;
    std::string unread_;
};

}  // namespace greeninfer::testing
