#pragma once

#include "core/diagnosis/question.h"
#include "core/identity/identityselector.h"
#include "core/identity/tokenanswer.h"
#include "core/machine/machine.h"
#include "core/report/tokendocument.h"
#include "core/session/sessioncontext.h"

#include <QObject>
#include <QString>

#include <array>
#include <optional>
#include <stop_token>

namespace signet {

// Tokens that a person looks into, one or two side by side: asked of the identity endpoint of this machine,
// or read from what was pasted. Only the claims are kept; the text of a token is overwritten as soon as it
// was read, and nothing of it leaves the machine. A second request ends the first.
class TokenSession : public QObject {
    Q_OBJECT

public:
    enum class Column { First, Second };
    enum class Selector { None, ClientId, ObjectId, ResourceId };

    explicit TokenSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~TokenSession() override;

    // The value of --sandbox, for the commands of a problem; empty without.
    const QString &sandbox() const { return m_sessionContext.sandbox; }

    // Takes over the intended identity. It applies until setIdentity() is called.
    void setQuestion(const Question &question);

    // The identity to request a token for.
    const IdentitySelector &identity() const { return m_identity; }
    Selector selector() const;
    // Fails with input-not-a-guid or input-not-a-resource-id, and then nothing changes. The text is
    // ignored for Selector::None.
    Result<Done> setIdentity(Selector selector, const QString &text);

    // The service to request the token for: a GUID or a URI. Empty text means Azure DevOps.
    QString resource() const { return m_resource; }
    void setResource(const QString &resource);
    struct Service {
        QString name; // "Azure DevOps"
        QString resource;
    };
    // What most people ask for.
    static QList<Service> services();

    const std::optional<TokenRead> &token(Column column) const { return at(column).token; }
    // Why there is none, or what is unusual about it.
    const std::optional<Problem> &problem(Column column) const { return at(column).problem; }
    // In words, by the clock of this moment.
    std::optional<TokenDocument> document(Column column) const;
    // Nothing without two tokens that can be read.
    std::optional<TokenComparison> comparison() const;

    // The column a token is being requested for; empty if none is.
    std::optional<Column> asking() const { return m_asking; }
    // What it waits for and until when; empty if nothing. It changes with time, so ask again.
    QString waiting() const;

    QString equivalentCommand() const;

    // Whether a text that came into a field which is seen holds a token, so that it must not stay there.
    static bool looksLikeToken(const QString &text);

    // Text as a person pastes it: a token, a header, a reply. Overwrites its argument. A problem leaves the
    // column empty.
    void read(Column column, QByteArray &&text);
    // The same of a file on the person's disk.
    void readFile(Column column, const QString &path);

public Q_SLOTS:
    void ask(signet::TokenSession::Column column);
    void stop();
    // Clears the column.
    void drop(signet::TokenSession::Column column);

Q_SIGNALS:
    // Anything above has changed.
    void changed();

private:
    struct Seat {
        std::optional<TokenRead> token;
        std::optional<Problem> problem;
    };
    const Seat &at(Column column) const { return m_seats[std::size_t(column)]; }
    Seat &at(Column column) { return m_seats[std::size_t(column)]; }
    void finish(Column column, const TokenAnswer &answer);
    void leave(Column column);

    SessionContext m_sessionContext;
    IdentitySelector m_identity;
    QString m_resource;
    std::array<Seat, 2> m_seats;
    std::optional<Column> m_asking;
    std::optional<Http> m_http; // of the run that is under way
    Machine m_machine; // that is asked
    std::chrono::nanoseconds m_since{0};
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

// The finding for an answer without a token, or with a different one than requested; the facts of the answer
// are its evidence.
Problem problemOf(const TokenAnswer &answer, const IdentitySelector &identity);

} // namespace signet
