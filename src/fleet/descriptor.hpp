#pragma once
// Owns one file descriptor and closes it, whichever way a function is left. Moved, never copied.
#include <unistd.h>

#include <utility>

namespace greeninfer::fleet {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            reset();
            number_ = other.release();
        }
        return *this;
    }

    int number() const { return number_; }  // -1: none
    bool is_open() const { return number_ >= 0; }
    int release() { return std::exchange(number_, -1); }
    void reset() {
        if (is_open()) close(release());
    }

private:
    int number_ = -1;
};

}  // namespace greeninfer::fleet
