// A driver library of two GPUs for tests: each reading finds them 1.5 and 2.5 J further on. What is told in
// FAKE_NVML_FAILS goes wrong.
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int kUnknownError = 999;
unsigned long long energies_mj[2] = {1000, 5000};

int outcome_of(const char* function) {
    const char* failing = std::getenv("FAKE_NVML_FAILS");
    return failing != nullptr && std::strcmp(failing, function) == 0 ? kUnknownError : 0;
}

}  // namespace

extern "C" {

int nvmlInit_v2() {
    return outcome_of("init");
}
int nvmlShutdown() {
    return 0;
}
const char* nvmlErrorString(int) {
    return "as the test wants";
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = 2;
    return outcome_of("count");
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, unsigned long long** device) {
    *device = &energies_mj[index];
    return outcome_of("handle");
}
int nvmlDeviceGetUUID(const unsigned long long* device, char* uuid, unsigned size) {
    std::snprintf(uuid, size, "GPU-fake-%d", static_cast<int>(device - energies_mj));
    return outcome_of("uuid");
}
int nvmlDeviceGetTotalEnergyConsumption(unsigned long long* device, unsigned long long* energy_mj) {
    *device += device == energies_mj ? 1500 : 2500;
    *energy_mj = *device;
    return outcome_of("energy");
}
}
