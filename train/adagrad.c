// Logistic regression on sparse rows by AdaGrad: independent heads, or low rank with one ability per model.
//
// Rows are visited in random order and each weight has its own step, which suits words that appear three times as
// well as those that appear ten thousand times. A dense optimiser needs hours where this needs seconds.
// Low rank (rank > 0): logit of output m = (row * factors) . outputs[:, m] + bias[m], as in item response theory.
// Labels are from 0 to 1; NaN means not observed. Built without -ffast-math, which would break the test for NaN.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
    const int64_t *row_begin;
    const int32_t *columns;
    const float *values;
} Matrix;

typedef struct {
    int outputs, rank;
    float *factors, *factor_squares;  // columns x (rank or outputs)
    float *loadings, *loading_squares;  // rank x outputs
    float *bias, *bias_squares;
} Model;

typedef struct {
    float *theta, *slope, *residual;
} Workspace;

static float sigmoid(float z) { return z > 30 ? 1.f : z < -30 ? 0.f : 1.f / (1.f + expf(-z)); }

static uint32_t random_bits(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

static void shuffle(int64_t *order, int64_t count, uint64_t *state) {
    for (int64_t i = count - 1; i > 0; --i) {
        int64_t j = random_bits(state) % (i + 1), held = order[i];
        order[i] = order[j];
        order[j] = held;
    }
}

static void project(const Matrix *matrix, int64_t row, const Model *model, int width, float *theta) {
    for (int k = 0; k < width; ++k) theta[k] = 0;
    for (int64_t p = matrix->row_begin[row]; p < matrix->row_begin[row + 1]; ++p) {
        const float *weights = model->factors + (int64_t)matrix->columns[p] * width;
        for (int k = 0; k < width; ++k) theta[k] += weights[k] * matrix->values[p];
    }
}

// A row seen by 44 models must not outweigh one seen by two.
static float row_weight(const Model *model, const float *labels) {
    if (model->rank == 0) return 1;
    int seen = 0;
    for (int m = 0; m < model->outputs; ++m) seen += !isnan(labels[m]);
    return 4.f / (float)(seen ? seen : 1);
}

static void residuals(const Model *model, const float *labels, float weight, Workspace *work) {
    for (int m = 0; m < model->outputs; ++m) {
        work->residual[m] = 0;
        if (isnan(labels[m])) continue;
        float z = model->bias[m];
        if (model->rank == 0) z += work->theta[m];
        for (int k = 0; k < model->rank; ++k) z += work->theta[k] * model->loadings[k * model->outputs + m];
        work->residual[m] = (sigmoid(z) - labels[m]) * weight;
    }
}

static void step_outputs(Model *model, float rate, Workspace *work) {
    if (model->rank == 0) {
        for (int m = 0; m < model->outputs; ++m) work->slope[m] = work->residual[m];
    }
    for (int k = 0; k < model->rank; ++k) {
        work->slope[k] = 0;
        for (int m = 0; m < model->outputs; ++m) {
            const int at = k * model->outputs + m;
            if (work->residual[m] == 0) continue;
            const float loading = model->loadings[at], slope = work->residual[m] * work->theta[k];
            work->slope[k] += work->residual[m] * loading;
            model->loading_squares[at] += slope * slope;
            model->loadings[at] -= .3f * rate * slope / (sqrtf(model->loading_squares[at]) + 1e-3f);
        }
    }
    for (int m = 0; m < model->outputs; ++m) {
        if (work->residual[m] == 0) continue;
        model->bias_squares[m] += work->residual[m] * work->residual[m];
        model->bias[m] -= rate * work->residual[m] / (sqrtf(model->bias_squares[m]) + 1e-3f);
    }
}

static void step_factors(const Matrix *matrix, int64_t row, Model *model, int width, float rate, float l2,
                         const float *slope) {
    for (int64_t p = matrix->row_begin[row]; p < matrix->row_begin[row + 1]; ++p) {
        float *weights = model->factors + (int64_t)matrix->columns[p] * width;
        float *squares = model->factor_squares + (int64_t)matrix->columns[p] * width;
        for (int k = 0; k < width; ++k) {
            const float step = slope[k] * matrix->values[p] + l2 * weights[k];
            squares[k] += step * step;
            weights[k] -= rate * step / (sqrtf(squares[k]) + 1e-3f);
        }
    }
}

void train(const int64_t *row_begin, const int32_t *columns, const float *values, const int64_t *rows, int64_t count,
           const float *labels, const float *row_weights, int outputs, int rank, float *factors,
           float *factor_squares, float *loadings, float *loading_squares, float *bias, float *bias_squares,
           int epochs, float rate, float l2, uint64_t seed) {
    const Matrix matrix = {row_begin, columns, values};
    Model model = {outputs, rank, factors, factor_squares, loadings, loading_squares, bias, bias_squares};
    const int width = rank ? rank : outputs;
    uint64_t state = seed * 2654435761u + 88172645463325252ull;
    int64_t *order = malloc(count * sizeof *order);
    Workspace work = {malloc(width * sizeof(float)), malloc(width * sizeof(float)), malloc(outputs * sizeof(float))};
    for (int64_t i = 0; i < count; ++i) order[i] = i;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        shuffle(order, count, &state);
        for (int64_t i = 0; i < count; ++i) {
            const int64_t row = rows[order[i]];
            const float *row_labels = labels + order[i] * outputs;
            project(&matrix, row, &model, width, work.theta);
            residuals(&model, row_labels, row_weights[order[i]] * row_weight(&model, row_labels), &work);
            step_outputs(&model, rate, &work);
            step_factors(&matrix, row, &model, width, rate, l2, work.slope);
        }
    }
    free(order);
    free(work.theta);
    free(work.slope);
    free(work.residual);
}
