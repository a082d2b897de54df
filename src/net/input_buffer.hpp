#pragma once
// Bytes that arrived and are not parsed yet. Contiguous, because the parser wants a whole head in one piece.
//
// Space must not be asked for while a read is posted into it. Owned by one connection.
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace greeninfer::net {

class InputBuffer {
public:
    explicit InputBuffer(std::size_t capacity) : storage_(new char[capacity]), capacity_(capacity) {}

    std::string_view readable() const { return {storage_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    std::size_t capacity() const { return capacity_; }

    // Room for a read at the end; empty when the buffer is full.
    std::span<char> space() {
        if (begin_ == end_) begin_ = end_ = 0;
        if (end_ == capacity_ && begin_ > 0) move_to_front();
        return {storage_.get() + end_, capacity_ - end_};
    }

    void commit(std::size_t bytes) { end_ += bytes; }
    void consume(std::size_t bytes) { begin_ += bytes; }

    void grow(std::size_t capacity) {
        if (capacity <= capacity_) return;
        std::unique_ptr<char[]> larger(new char[capacity]);
        std::memcpy(larger.get(), storage_.get() + begin_, end_ - begin_);
        storage_ = std::move(larger);
        capacity_ = capacity;
        end_ -= begin_;
        begin_ = 0;
    }

private:
    void move_to_front() {
        std::memmove(storage_.get(), storage_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }

    std::unique_ptr<char[]> storage_;
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace greeninfer::net
