#pragma once

#include "core/diagnosis/question.h"
#include "core/report/identitydocument.h"
#include "core/session/sessioncontext.h"

#include <QObject>

#include <QCoroTask>

#include <optional>
#include <stop_token>

namespace signet {

// What the machine shows without sending any request.
IdentitySeen lookAtMachine(const Host &host, const Question &question);

// The same, and what its identity endpoint answers; where that is the metadata service, also what it says
// of the machine. After a stop the answer's transport is Stopped.
QCoro::Task<IdentitySeen> askForIdentity(Http http, Question question, std::stop_token stop);

// The machine and its identity: start, watch, stop. A second start ends the first.
class IdentitySession : public QObject {
    Q_OBJECT

public:
    explicit IdentitySession(SessionContext sessionContext, QObject *parent = nullptr);
    ~IdentitySession() override;

    // The value of --sandbox, for the commands of a problem; empty without.
    const QString &sandbox() const { return m_sessionContext.sandbox; }

    void setQuestion(const Question &question);

    // Empty before the first start. While waiting for an answer, it holds what the machine shows.
    const std::optional<IdentitySeen> &seen() const { return m_seen; }
    std::optional<IdentityDocument> document() const;
    bool isAsking() const { return m_asking; }
    // What it waits for and until when; empty if nothing. It changes with time, so ask again.
    QString waiting() const;
    QString equivalentCommand() const;

public Q_SLOTS:
    void look();
    void stop();

Q_SIGNALS:
    // Anything above has changed.
    void changed();

private:
    SessionContext m_sessionContext;
    Question m_question;
    std::optional<IdentitySeen> m_seen;
    std::optional<Http> m_http; // of the run that is under way
    std::chrono::nanoseconds m_since{0};
    bool m_asking = false;
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

// " --client-id ID" and its kin, for commands; empty without a selector, and for one that a variable holds.
QString selectorOptions(const IdentitySelector &selector);

} // namespace signet
