#include "core/keychain/keychainstate.h"

using namespace Qt::StringLiterals;

namespace signet {

Problem keychainProblem(const QString &reason)
{
    struct Rule {
        QLatin1StringView words;
        QLatin1StringView finding;
    };
    // The library has one code for everything, so its words decide. In the order of the rules.
    static constexpr Rule rules[]{
        {"locked collection"_L1, "keychain-locked"_L1},
        {"is locked"_L1, "keychain-locked"_L1},
        {"not provided by any .service"_L1, "keychain-missing"_L1},
        {"ServiceUnknown"_L1, "keychain-missing"_L1},
        {"autolaunch D-Bus"_L1, "keychain-missing"_L1},
        {"without X11"_L1, "keychain-missing"_L1},
        {"Not connected to D-Bus"_L1, "keychain-missing"_L1},
        {"No keychain service available"_L1, "keychain-missing"_L1},
        {"Could not connect"_L1, "keychain-missing"_L1},
        {"No such interface"_L1, "keychain-not-set-up"_L1},
        {"does not exist at path"_L1, "keychain-not-set-up"_L1},
        {"No such object path"_L1, "keychain-not-set-up"_L1},
        {"Unknown object"_L1, "keychain-not-set-up"_L1},
        {"Timeout was reached"_L1, "keychain-not-answering"_L1},
        {"Did not receive a reply"_L1, "keychain-not-answering"_L1},
    };
    for (const Rule &rule : rules) {
        if (reason.contains(rule.words, Qt::CaseInsensitive))
            return Problem(rule.finding, {{u"reason"_s, reason}});
    }
    return Problem(u"keychain-failed"_s, {{u"reason"_s, reason}});
}

} // namespace signet
