#pragma once
// What a model server did in some time, in the three quantities that its energy grows with, and what each one costs.
//
// Reading a prompt costs per token; writing costs per token too, but each step also costs something that does not
// depend on how many requests share it (the weights are read once), which is why a token is dear when few run. That
// part is told by time: a second is divided equally among those who are present in it. Plain values.

namespace greeninfer::energy {

struct Work {
    double prompt_tokens = 0;   // read, without those from the prefix cache
    double output_tokens = 0;   // written, reasoning included
    double shared_seconds = 0;  // the integral of 1/(requests present) over its presence; sums to the busy time

    Work& operator+=(const Work& other) {
        prompt_tokens += other.prompt_tokens;
        output_tokens += other.output_tokens;
        shared_seconds += other.shared_seconds;
        return *this;
    }
};

struct WorkPrices {
    double prompt_token_joules = 0;
    double output_token_joules = 0;
    double shared_second_watts = 0;

    double joules_of(const Work& work) const {
        return prompt_token_joules * work.prompt_tokens + output_token_joules * work.output_tokens +
               shared_second_watts * work.shared_seconds;
    }
};

}  // namespace greeninfer::energy
