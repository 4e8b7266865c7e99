#pragma once

#include "core/terraform/configuration.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>

namespace signet {

// What Terraform can do with one object of a service. Replacing it is a deletion and a creation.
enum class Operation { Create, Read, Update, Delete };
inline constexpr Operation allOperations[] = {Operation::Create, Operation::Read, Operation::Update,
                                              Operation::Delete};
QLatin1StringView toString(Operation operation);

// The value of one argument, as far as it is known without running Terraform.
struct ArgumentSeen {
    enum class State {
        Unset, // not written, or null, or the zero of its type, which the provider takes for the same
        Known, // written, and its value is known
        Unknown, // written, or perhaps written; its value is not known
    };
    State state = State::Unset;
    // Known: of a string, a number or a truth value. Empty for a list or a block, of which it matters only
    // that there is one.
    QString text = {};
    // The attribute of a resource or data source that it is: "azuredevops_project.team.id", with the module
    // before it. Empty where it is something else, or more than that.
    QString reference = {};
    // Whether an update changes it. Nothing: not known, as always in .tf files.
    std::optional<bool> changed = {};

    friend bool operator==(const ArgumentSeen &, const ArgumentSeen &) = default;
};

// A resource or data source of the provider, as a configuration or a plan has it.
struct ResourceUse {
    QString address; // "module.team.azuredevops_project.fiber", "data.azuredevops_team.all"
    QString type; // "azuredevops_project"; "data.azuredevops_project" for a data source
    // What the plan does with it. Nothing: files do not say; an empty list: the plan does nothing.
    std::optional<QList<Operation>> operations = {};
    // By their path: "name", "initialization.0.init_type". What is not there is unset.
    QMap<QString, ArgumentSeen> arguments = {};
    ConfigurationPlace place = {}; // no file where only a plan was read
    bool isRepeated = false; // count or for_each: this stands for some of them
    QString alias = {}; // of the provider block; empty for the default one
    // A plan does not say it of what is only in the state: what is deleted because nobody wrote it any more.
    bool isAliasKnown = true;

    bool isData() const { return type.startsWith(QLatin1StringView("data.")); }
    // Unknown where something that holds it is: the block, or the list.
    ArgumentSeen argument(const QString &path) const;
};

// The zero of a type, which the provider takes for an argument that is not set (its GetOk()).
bool isZero(QStringView text);

// "module.a.azuredevops_project.b" of "module.a["x"].azuredevops_project.b[0]".
QString addressWithoutKeys(const QString &address);

// An argument that is looked at. "*" in its path stands for each index of a list.
struct WantedArgument {
    QString path;
    bool isValueRead = false; // otherwise only whether it is set, and whether an update changes it
};

// By type as in ResourceUse. Nothing else of a resource is read: it can be a secret.
using WantedArguments = QHash<QString, QList<WantedArgument>>;

// The same as a tree of names, without the indexes of lists.
struct WantedNames {
    std::map<QString, WantedNames> inside = {};
    bool isValueRead = false;
};
WantedNames wantedNames(const QList<WantedArgument> &wanted);

// A part of a configuration or a plan that can have more resources, and was not read.
struct UnreadPart {
    enum class Kind {
        File, // name: the file, reason
        Module, // name: the module, reason: where it comes from. It is in no folder, and not installed
        PartialPlan, // made with -target, or with changes that were put off
        FailedPlan, // planning ended with an error
        OtherProvider, // name: a provider of the same types from elsewhere, whose needs can be others
    };
    Kind kind = Kind::File;
    QString name = {};
    QString reason = {};
    ConfigurationPlace place = {};
};

// What could be read of a configuration or a plan.
struct ResourceUses {
    QList<ResourceUse> uses = {};
    QList<UnreadPart> unread = {};
    QStringList aliases = {}; // of the provider blocks of the root module, and those that resources name
};

// The uses in the .tf files of a folder and of its local modules. Fails as readConfiguration() does.
Result<ResourceUses> readResourceUses(const Host &host, const QString &directory,
                                      const WantedArguments &wanted,
                                      const ConfigurationOptions &options = {});

} // namespace signet
