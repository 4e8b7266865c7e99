#pragma once

#include "core/devops/projects.h"
#include "core/net/addresses.h"

#include <QCoroTask>
#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <optional>
#include <stop_token>

namespace signet {

// How Azure DevOps is asked for the objects of one kind by name. Documented lists, the same that the data
// sources of the provider read (1.16.0); a type of data source names its row in types.json ("lookup"), and
// its parts there say which arguments are the name and the project.
struct LookUpCall {
    QLatin1StringView name; // "pipeline": the part of an object that it finds, as in partsOf()
    QLatin1StringView alsoFor = {}; // another part that it finds: a team is also a group
    DevOpsHost host = DevOpsHost::Core;
    // Below the organization. "{project}" is the id of a project; "{name}" is the name that is looked for,
    // and then the response is that object and no list.
    QLatin1StringView path = {};
    QLatin1StringView version = QLatin1StringView("7.1");
    QLatin1StringView pageSize = {}; // of "$top", where the usual page is small
    // Parameters of the query. Without byName or "{name}" the response has all, and is asked for once.
    QLatin1StringView byName = {};
    QLatin1StringView byId = {}; // for an object whose id is known and whose place is not
    QLatin1StringView byScope = {}; // gets the descriptor of the project
    // Where the response has them: "project.id".
    QLatin1StringView nameAt = QLatin1StringView("name");
    QLatin1StringView idAt = QLatin1StringView("id");
    QLatin1StringView projectAt = {}; // empty: it is in the project that was asked about, or in none
    QLatin1StringView folderAt = {};

    bool isInProject() const;
    bool hasOneName() const; // a request is about one name, or one id
    bool isOfOrganization() const { return !isInProject() && !hasOneName(); }
};

// The row with that name; null for a kind that is not looked up.
const LookUpCall *findLookUpCall(const QString &name);
const QList<LookUpCall> &lookUpCalls();

// One request, with its pages. What is equal is asked once.
struct LookUpQuestion {
    const LookUpCall *call = nullptr;
    QString projectId = {}; // of a call that is in a project
    QString text = {}; // of a call with one name: the name, or the id
    bool isId = false;

    QString key() const;
};

struct FoundObject {
    QString id; // a GUID in lower case, or a number
    QString name;
    QString projectId = {}; // empty for what is in no project
    QString folder = {}; // "\team"; "\" is the root
};

struct LookUpAnswer {
    bool isList = false; // false: refused, not found, or something else
    bool isComplete = false; // false: there are more than were read
    QList<FoundObject> objects = {};
};

// Never fails. A page that does not come ends the list.
QCoro::Task<LookUpAnswer> lookUpObjects(Http http, OrganizationName organization, Credential credential,
                                        LookUpQuestion question, QUuid session, std::stop_token stop);

// The same list from projects that are known already.
LookUpAnswer lookUpAnswerOf(const QList<ProjectSeen> &projects);

} // namespace signet
