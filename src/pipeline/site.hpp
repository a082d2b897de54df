#pragma once
// What the place of an endpoint makes of its energy: what the building adds, and what the electricity stands for there
// in the snapshot that the request goes by.
//
// A view into the Exchange's generation and snapshot; not kept.
#include "fleet/endpoint.hpp"
#include "grid/snapshot.hpp"
#include "models/catalogue.hpp"

namespace greeninfer::pipeline {

struct Exchange;

struct Site {
    double pue;
    const grid::Reading* reading;  // never null

    double grams_per_kwh() const { return pue * reading->intensity.as_grams_per_kilowatt_hour(); }  // of IT energy
};

Site site_of(const fleet::Endpoint& endpoint, const Exchange& exchange);

// The one of the model's endpoints whose energy stands for most.
Site dirtiest_site(const models::Model& model, const Exchange& exchange);

}  // namespace greeninfer::pipeline
