#pragma once

#include "core/rights/providerrights.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

// What Terraform is to do.
enum class Purpose { Plan, Apply, Destroy };
QLatin1StringView toString(Purpose purpose);
std::optional<Purpose> purposeNamed(QStringView word);

// Whether the identity gets a right by creating the object.
enum class MetByCreating {
    No,
    IfCreator, // the configuration creates the object, which may exist already
    Yes, // the plan creates it
};
QLatin1StringView toString(MetByCreating met);

// A resource that needs a right, and for what.
struct NeedCause {
    QString address; // "module.team.azuredevops_git_repository.web"
    ConfigurationPlace place; // no file where only a plan was read
    Operation operation = Operation::Create;
    QString call; // "git.CreatePush"; empty where it is the resource itself
    Truth truth = Truth::True; // Perhaps: a condition is not known yet
    QString project = {}; // name of the project that this creates; empty for anything else
};

struct NeededRight {
    AccessRight right;
    std::optional<SecuredObject> object; // nothing for a right that is on no object
    Truth truth = Truth::True; // Perhaps: no cause needs it for certain
    MetByCreating met = MetByCreating::No;
    Proof metProof = Proof::Documented; // that the creator gets it
    qsizetype metPart = -1; // index of the part of the object whose creator gets it; -1: nobody does
    Proof proof = Proof::Inferred; // the best of its causes; Inferred is "probably" wherever it is shown
    QString source; // of that proof
    QString note; // as in CallNeed
    QList<NeedCause> causes;
};

struct NeededRights {
    Purpose purpose = Purpose::Apply;
    bool ofPlan = false; // the operations are those of a plan
    qsizetype resources = 0; // that were looked at
    QList<NeededRight> rights; // in the order in which they are first needed
    QStringList unknownTypes; // that the table does not have; what they need is not among the rights
    QList<UnreadPart> unread; // as in ResourceUses
    // There can be more: something could not be read, or a type is not known.
    bool isAtLeast() const { return !unknownTypes.isEmpty() || !unread.isEmpty(); }
};

// Uses times table. The same right on the same object is one, with all that causes it.
NeededRights neededRights(const ResourceUses &uses, Purpose purpose);

} // namespace signet
