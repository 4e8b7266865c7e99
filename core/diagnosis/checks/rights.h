#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// What a resource of the configuration can need from the organization.
enum class Right {
    CreateProject,
    CreateServiceConnection,
    ManagePools,
    AdministerType, // every object of one type in the project
    BePerson, // no permission makes up for it
};
QLatin1StringView toString(Right right);

// The rights that the resources of the configuration need, and whether the identity has them.
struct RightsSeen {
    struct Need {
        QString resource; // "azuredevops_project.team"
        QString path;
        int line = 0;
        Right right = Right::CreateProject;
        QString project; // name; empty for a right in the organization, and where several projects are meant
        // Nothing: not known, since the service did not say, or not the same for all the projects.
        std::optional<bool> held;
    };
    bool read = false; // there is a configuration
    QList<Need> needs;
};

} // namespace signet
