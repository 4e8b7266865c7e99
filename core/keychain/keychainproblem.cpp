#include "core/keychain/keychainstate.h"

using namespace Qt::StringLiterals;

namespace signet {

Problem keychainProblem(const QString &reason)
{
    struct Rule {
        QLatin1StringView words;
        FindingId finding;
    };
    // The library has one code for everything, so its words decide. In the order of the rules.
    static constexpr Rule rules[]{
        {"locked collection"_L1, finding::keychainLocked},
        {"is locked"_L1, finding::keychainLocked},
        {"not provided by any .service"_L1, finding::keychainMissing},
        {"ServiceUnknown"_L1, finding::keychainMissing},
        {"autolaunch D-Bus"_L1, finding::keychainMissing},
        {"without X11"_L1, finding::keychainMissing},
        {"Not connected to D-Bus"_L1, finding::keychainMissing},
        {"No keychain service available"_L1, finding::keychainMissing},
        {"Could not connect"_L1, finding::keychainMissing},
        {"No such interface"_L1, finding::keychainNotSetUp},
        {"does not exist at path"_L1, finding::keychainNotSetUp},
        {"No such object path"_L1, finding::keychainNotSetUp},
        {"Unknown object"_L1, finding::keychainNotSetUp},
        {"Timeout was reached"_L1, finding::keychainNotAnswering},
        {"Did not receive a reply"_L1, finding::keychainNotAnswering},
    };
    for (const Rule &rule : rules) {
        if (reason.contains(rule.words, Qt::CaseInsensitive))
            return Problem(rule.finding, {{u"reason"_s, reason}});
    }
    return Problem(finding::keychainFailed, {{u"reason"_s, reason}});
}

} // namespace signet
