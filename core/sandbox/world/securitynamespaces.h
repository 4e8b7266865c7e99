#pragma once

#include <QLatin1StringView>
#include <QString>

#include <span>

namespace signet::sandbox {

// A security namespace: what its bits are called, and how its tokens are made. Copied from a recorded answer
// of GET _apis/securitynamespaces on dev.azure.com; the namespaces of other hosts are missing, as they are
// there.
struct SecurityNamespace {
    struct Action {
        int bit = 0;
        QLatin1StringView name = {};
        QLatin1StringView displayName = {};
    };

    QLatin1StringView id = {};
    QLatin1StringView name = {};
    QLatin1StringView displayName = {};
    char16_t separator = u'\0'; // between the elements of a token; none in a flat namespace
    bool isHierarchical = false; // a token inherits from the token before its last separator
    int readPermission = 0; // bits that reading a list takes; 0: none
    int writePermission = 0; // bits that changing a list takes; 0: nobody is asked for one
    int systemBits = 0; // that no person can set
    QLatin1StringView dataspace = {};
    std::span<const Action> actions = {};

    int allBits() const; // without those of the system
};

std::span<const SecurityNamespace> securityNamespaces();
// Nothing where dev.azure.com has none with that id.
const SecurityNamespace *securityNamespace(const QString &id);

} // namespace signet::sandbox
