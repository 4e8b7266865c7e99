#pragma once

#include "core/diagnosis/question.h"
#include "core/identity/absence.h"
#include "core/identity/instancefacts.h"
#include "core/identity/providerdifference.h"
#include "core/identity/tokenanswer.h"
#include "core/machine/machine.h"
#include "core/net/exchange.h"
#include "core/report/documentrow.h"
#include "core/result/problem.h"
#include "core/token/claims.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace signet {

// Where a process is and which identity comes out there, as it was seen.
struct IdentitySeen {
    // From variables and files; with an answer also from that.
    Machine machine;
    EndpointKind endpoint = EndpointKind::Imds; // that is asked
    QList<EndpointKind> named; // by variables or files of the machine
    std::optional<TokenAnswer> answer; // without the token itself; nothing while it is asked
    Absence absence = Absence::NotAsked; // of that answer
    std::optional<Claims> claims;
    std::optional<InstanceFacts> instance; // of the metadata service
    QList<ProviderDifference> differences;
    // What the diagnosis says of the answer; nothing when all is well.
    std::optional<Problem> problem;
};

// Whether something answered that is an identity endpoint, with a token or a refusal.
bool answersAsIdentityEndpoint(const IdentitySeen &seen);
// "http://169.254.169.254"; empty when no address is known.
QString endpointAddress(const TokenAnswer &answer);
// "system-assigned" ..., "none" without a token: `kind` of an identity in reports.
QString identityKindOf(const IdentitySeen &seen);
QString contradictionWords(const Contradiction &contradiction);
QString differenceWords(const ProviderDifference &difference);

// The same in words, in reading order, for text and windows alike.
struct IdentityDocument {
    enum class State { Asking, Known, None, Unknown };
    State state = State::Unknown;
    QString sentence; // what kind of machine this is, and which identity it has

    QList<DocumentRow> machine;
    QString contradictionLabel;
    QStringList contradictions;

    struct Endpoint {
        enum class State { Asking, Token, Refusal, Silent, NotAsked };
        State state = State::NotAsked;
        QString label; // "Asked", "Not asked"
        QString name; // "Instance metadata service"
        QString address;
        QString words; // what came of it
    };
    QString answerLabel;
    QList<Endpoint> endpoints; // the one that is asked first, then what else the machine names
    QString others; // endpoints that nothing here names, in a sentence; empty when there are none

    QString identityLabel;
    QString identityKind; // in words; empty while it is asked
    QList<DocumentRow> identity;
    QString differenceLabel;
    QStringList differences; // where the Terraform provider goes another way
};
IdentityDocument describe(const IdentitySeen &seen);

// For what is waited, since when and until when: "asking the instance metadata service, 1.4 s of at most
// 12 s; so far it takes the connection and says nothing". Machine: for whose endpoint that is how long is
// known.
QString waitingWords(EndpointKind endpoint, const Machine &machine, const QList<Exchange> &exchanges,
                     std::chrono::milliseconds elapsed);

} // namespace signet
