#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// The rights that have a finding of their own, and all the others.
enum class Right {
    CreateProject,
    CreateServiceConnection,
    ManagePools,
    AdministerType, // every object of one type in the project
    Other, // see permission
    BePerson, // no permission makes up for it
};
QLatin1StringView toString(Right right);

// The rights that the resources of the configuration need (core/rights), and whether the identity has them.
// Not those that it gets by creating an object, and not the access level, which has a check of its own.
struct RightsSeen {
    struct Need {
        QString resource = {}; // the first that needs it: "module.team.azuredevops_project.fiber"
        QString path = {};
        int line = 0;
        Right right = Right::CreateProject;
        QString permission = {}; // as Azure DevOps shows it: "Edit policies"; empty in reports before 0.2
        QString object = {}; // "branch main of repository web"; empty for a project and the organization
        QStringList names =
            {}; // in the object, from the outermost; a report that is shared gives them aliases
        QString project = {}; // name; empty for a right in the organization
        // False: it is missing, and needed for certain. Nothing: not known, or perhaps not needed.
        std::optional<bool> held = {};
    };
    bool read = false; // there is a configuration
    bool isAtLeast = false; // a file of it could not be read, or it needs too many to be asked about here
    QStringList unknownTypes; // of resources, whose needs the table does not have
    QStringList unreadModules; // that are not in the folder: "module.network"
    QList<Need> needs;
    bool needsBasic = false; // access level Stakeholder is not enough for something that it has
};

} // namespace signet
