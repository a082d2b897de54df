#pragma once
// One byte stream, plain or encrypted, TCP or Unix: what a connection reads from and writes to.
//
// Asio's own polymorphic streams cost an allocation per operation. Here reading is one posted operation that reports
// to a shared ReadSink, so that a read may stay posted while the connection does something else: that is how a client's
// leaving is noticed in every phase. Single-threaded.
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <span>
#include <string_view>

namespace greeninfer::net {

using boost::system::error_code;

class ReadSink {
public:
    // `bytes` arrived in the span given to start_read. An error ends reading; end of file is an error.
    virtual void on_read(error_code error, std::size_t bytes) = 0;

protected:
    ~ReadSink() = default;
};

class Transport {
public:
    virtual ~Transport() = default;

    virtual boost::asio::awaitable<error_code> handshake() = 0;  // nothing to do when plain
    // Reads some bytes, then calls the sink once and lets go of it; the sink owns the space. One read at a time.
    virtual void start_read(std::span<char> space, std::shared_ptr<ReadSink> sink) = 0;
    // Writes what the system takes at once and returns how much; less than all means go on with write_some.
    virtual std::size_t try_write(std::span<const std::string_view> pieces, error_code& error) = 0;
    // Waits until some bytes were taken and returns how many. At most kPieces pieces, not all empty.
    virtual boost::asio::awaitable<std::size_t> write_some(std::span<const std::string_view> pieces,
                                                           error_code& error) = 0;
    virtual boost::asio::awaitable<void> shutdown() = 0;  // the peer sees a proper end of the stream
    virtual void close() = 0;                             // ends every pending operation with operation_aborted

    static constexpr std::size_t kPieces = 16;
};

using PieceStorage = std::array<std::string_view, Transport::kPieces>;

// What is left of `pieces` once their first `sent` bytes are gone; the result lies in `storage`.
std::span<const std::string_view> drop_front(std::span<const std::string_view> pieces, std::size_t sent,
                                             PieceStorage& storage);

std::size_t total_size(std::span<const std::string_view> pieces);

}  // namespace greeninfer::net
