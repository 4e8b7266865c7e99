#pragma once

#include "core/rights/need.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// Which rights the provider's resources need. Data of the project, in core/rights/data: calls.json has the
// rights of each client call, types.json the calls of each resource type in each operation and what its
// arguments name. Read in the source code of the provider 1.16.0 and in Microsoft's documentation; what a
// type needs is an upper bound, because a call that is made only sometimes counts unless a condition is
// known.

// A function of the client library that the provider calls.
struct ClientCall {
    QString name; // "git.CreatePush"
    QString method = {}; // "POST"; empty for a call whose route is not known
    QString route = {}; // below _apis: "git/repositories/{}/pushes/{}"
    QStringList scopes = {}; // of a token: any of them is enough; empty where none is published
    QList<CallNeed> needs = {};
    QString none = {}; // why it needs no right; empty where there are needs
};

// Where a part of an object comes from.
struct PartSource {
    bool isSelf = false; // it is the resource itself
    QStringList arguments = {}; // else the first of these that is set; "*" stands for each index of a list
    // Neither: only the service knows.
};

// A need of a resource type in one operation.
struct ResourceNeed {
    Operation operation = Operation::Create;
    QString call = {}; // "git.CreatePush"; empty where it comes from the type itself
    CallNeed need = {};
    QHash<QString, PartSource> parts = {}; // other ones than the type's
};

struct ResourceRights {
    QString type; // "azuredevops_project", "data.azuredevops_project"
    QList<ResourceNeed> needs = {};
    QMap<Operation, QStringList> calls = {};
    QHash<QString, PartSource> parts = {}; // by the name of the part: "repository"
    QString nameArgument = {}; // what people call the resource; empty where nothing does
    // What an argument is where it is not set. Also of arguments that the type does not have, but the
    // conditions of its calls name.
    QHash<QString, QString> defaults = {};
    // Of a data source: the row of lookUpCalls() that finds what it looks for; empty where none does.
    QString lookUp = {};
    // The argument with the namespace whose access control lists are changed; empty where the type says it.
    QString namespaceArgument = {};
    QString none = {}; // why it needs nothing; mostly empty
};

const QMap<QString, ClientCall> &clientCalls(); // by name
const QMap<QString, ResourceRights> &providerRights(); // by type
const ResourceRights *findResourceRights(const QString &type); // null for an unknown one

// The arguments that the table names.
const WantedArguments &argumentsOfRights();

// In place of a bit, where the namespace is only known with the arguments: to read its access control lists,
// and to change them.
inline constexpr QLatin1StringView readAccessControl{"read-access-control"};
inline constexpr QLatin1StringView writeAccessControl{"write-access-control"};

} // namespace signet
