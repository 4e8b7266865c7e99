#pragma once

#include "core/terraform/configurationbody.h"
#include "core/terraform/evaluation.h"

#include <QList>
#include <QString>

#include <vector>

namespace signet {

// Something in the blocks of a module that Terraform refuses before it configures any provider.
struct RefusedBlock {
    ConfigurationPlace place;
    QString reason; // see core/result/reason.h
};

// Blocks that are there twice, and backends that Terraform does not have.
QList<RefusedBlock> refusedBlocks(const std::vector<ConfigurationBlock> &blocks);

// What the call of a module hands in that the module does not take, or the other way round.
QList<RefusedBlock> refusedCalls(const ConfigurationBlock &call,
                                 const std::vector<ConfigurationBlock> &module);

// Variables whose value does not pass a validation of theirs. A condition that is not known passes.
QList<RefusedBlock> refusedValues(const std::vector<ConfigurationBlock> &blocks, Evaluation *evaluation);

} // namespace signet
