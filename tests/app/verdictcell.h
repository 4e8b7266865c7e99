#pragma once

#include "tests/app/simulatedrun.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace signet::test {

// A case of tests/data/verdicts: a configuration, an environment and a world, with what the real provider did
// there and which verdicts are right. The file's shape:
//
//   {"cells":[{"id", "files":{NAME:TEXT}, "env":{NAME:VALUE}, "args":[...], "world":{...}, "client":{...},
//              "az":"in|out", "provider":{"works","error"}, "expect":{"verdict"}, "expectWithoutOrg"}]}
struct VerdictCell {
    QString id;
    QJsonObject json;

    // With --org https://dev.azure.com/contoso, or without; empty where nothing is expected.
    QStringList expected(bool withOrganization) const;
};

std::vector<VerdictCell> readVerdictCells(const QString &fileName);

struct BuiltCell {
    SimulatedRun run;
    QString notBuilt; // why it cannot be; empty when it can
};
BuiltCell buildCell(const VerdictCell &cell, bool withOrganization);

} // namespace signet::test
