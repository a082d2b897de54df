#include "energy/weight_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greeninfer::energy {

namespace {

using Vector = std::array<double, 4>;
using Matrix = std::array<Vector, 4>;
constexpr std::size_t kParts = 4;

double dot(const Vector& a, const Vector& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

Vector times(const Matrix& matrix, const Vector& vector) {
    Vector product{};
    for (std::size_t i = 0; i < kParts; ++i) product[i] = dot(matrix[i], vector);
    return product;
}

Vector vector_of(const Work& work) {
    return {work.prompt_tokens, work.output_tokens, work.looked_back, work.shared_steps};
}

// Solves matrix x = right for the unknowns in `active` (a bit each), the others being 0: Gauss's elimination with the
// pivots on the diagonal, as the matrix is symmetric and positive. Absent where it is singular.
std::optional<Vector> solve(Matrix matrix, Vector right, unsigned active) {
    for (std::size_t i = 0; i < kParts; ++i) {
        if ((active >> i & 1U) != 0) continue;
        for (std::size_t j = 0; j < kParts; ++j) matrix[i][j] = matrix[j][i] = 0;
        matrix[i][i] = 1;
        right[i] = 0;
    }
    for (std::size_t i = 0; i < kParts; ++i) {
        if (!(matrix[i][i] > 0)) return std::nullopt;
        for (std::size_t j = 0; j < kParts; ++j) {
            if (i == j) continue;
            const double factor = matrix[j][i] / matrix[i][i];
            for (std::size_t k = 0; k < kParts; ++k) matrix[j][k] -= factor * matrix[i][k];
            right[j] -= factor * right[i];
        }
    }
    for (std::size_t i = 0; i < kParts; ++i) right[i] /= matrix[i][i];
    return right;
}

// The least of x'Ax - 2b'x over x >= 0.
Vector least_non_negative(const Matrix& squares, const Vector& products) {
    Vector best{};
    double least = 0;  // of x = 0
    for (unsigned active = 1; active < 1U << kParts; ++active) {
        const auto found = solve(squares, products, active);
        if (!found || !std::ranges::all_of(*found, [](double price) { return price >= 0 && std::isfinite(price); }))
            continue;
        const double value = dot(*found, times(squares, *found)) - 2 * dot(products, *found);
        if (value < least) {
            least = value;
            best = *found;
        }
    }
    return best;
}

// The prices of which only the scale is known.
Vector scaled_prior(const Matrix& squares, const Vector& products) {
    const Vector shape = {WeightFit::kUnlearnt.prompt_token_joules, WeightFit::kUnlearnt.output_token_joules, 0, 0};
    const double size = dot(shape, times(squares, shape));
    const double scale = size > 0 ? dot(shape, products) / size : 0;
    return {shape[0] * scale, shape[1] * scale, 0, 0};
}

}  // namespace

void WeightFit::add(const Work& work, double active_joules) {
    const Vector row = vector_of(work);
    if (dot(row, row) == 0) return;
    if (prices_ && windows_ >= kWindowsToTrust) {
        const double missed = active_joules - prices_->joules_of(work);
        missed_squared_ = missed_squared_ * kFade + missed * missed;
        predicted_squared_ = predicted_squared_ * kFade + active_joules * active_joules;
    }
    for (std::size_t i = 0; i < kParts; ++i) {
        for (std::size_t j = 0; j < kParts; ++j) squares_[i][j] = squares_[i][j] * kFade + row[i] * row[j];
        products_[i] = products_[i] * kFade + row[i] * active_joules;
    }
    ++windows_;
    refit();
}

void WeightFit::refit() {
    const Vector prior = scaled_prior(squares_, products_);
    Vector found = prior;
    if (windows_ >= kWindowsToTrust) {
        Matrix pulled = squares_;
        Vector towards = products_;
        for (std::size_t i = 0; i < kParts; ++i) {
            pulled[i][i] += kPull * squares_[i][i];
            towards[i] += kPull * squares_[i][i] * prior[i];
        }
        found = least_non_negative(pulled, towards);
    }
    prices_ = WorkPrices{found[0], found[1], found[2], found[3]};
}

double WeightFit::log_deviation() const {
    if (!(predicted_squared_ > 0)) return kLeastDeviation;
    return std::max(kLeastDeviation, std::sqrt(missed_squared_ / predicted_squared_));
}

}  // namespace greeninfer::energy
