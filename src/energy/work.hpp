#pragma once
// What a model server did in some time, in the quantities that its energy grows with, and what each one costs.
//
// Reading a prompt costs per token. Writing costs per token, and per token that attention looks back on, which in a
// full batch is most of it. And each step of the batch costs something that does not depend on how many share it (the
// weights are read once), which is why a token is dear when few run: a step is divided equally among those present.
// Time is no such quantity, since it passes because of the work: it only divides what the device takes while idle.
// Plain values.

namespace greeninfer::energy {

struct Work {
    double prompt_tokens = 0;   // read, without those from the prefix cache
    double output_tokens = 0;   // written, reasoning included
    double looked_back = 0;     // for each written token, the tokens before it
    double shared_steps = 0;    // for each written token, 1/(requests present); a step writes one token of each
    double shared_seconds = 0;  // the integral of 1/(requests present) over its presence; sums to the busy time

    Work& operator+=(const Work& other) {
        prompt_tokens += other.prompt_tokens;
        output_tokens += other.output_tokens;
        looked_back += other.looked_back;
        shared_steps += other.shared_steps;
        shared_seconds += other.shared_seconds;
        return *this;
    }
};

struct WorkPrices {
    double prompt_token_joules = 0;
    double output_token_joules = 0;
    double look_back_joules = 0;
    double step_joules = 0;

    double writing_joules(const Work& work) const {
        return output_token_joules * work.output_tokens + look_back_joules * work.looked_back +
               step_joules * work.shared_steps;
    }
    double joules_of(const Work& work) const { return prompt_token_joules * work.prompt_tokens + writing_joules(work); }
};

}  // namespace greeninfer::energy
