#include "core/session/setupsession.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 documentLimit = 4 * 1024 * 1024; // bytes

Problem about(const QString &path, Problem problem)
{
    problem.evidence.insert(u"path"_s, path);
    return problem;
}

} // namespace

std::optional<SetupRequest> SetupSession::request() const
{
    const auto wanted = draft();
    if (!wanted)
        return std::nullopt;
    const QList<FindingId> &causes = m_diagnosis->report().rootCauses;
    return SetupRequest{m_sessionContext.host.now().time_since_epoch().count(),
                        causes.isEmpty() ? FindingId() : causes.first(), *wanted};
}

Result<Done> SetupSession::saveRequest(const QString &path) const
{
    const auto wanted = request();
    if (!wanted)
        return Problem(finding::principalNotNamed);
    const Host &disk = m_sessionContext.disk;
    std::optional<QByteArray> there;
    if (disk.stat(path).kind != FileFacts::Kind::Missing) {
        const auto content = disk.readFile(path, documentLimit);
        if (!content)
            return content.problem();
        if (!SetupRequest::fromText(*content))
            return Problem(finding::planFileIsAnother, {{u"path"_s, path}});
        there = *content;
    }
    return disk.updateFile(path, wanted->toJson(), there);
}

Result<Done> SetupSession::openRequest(const QString &path)
{
    const auto content = m_sessionContext.disk.readFile(path, documentLimit);
    if (!content)
        return content.problem();
    const auto asked = SetupRequest::fromText(*content);
    if (!asked)
        return about(path, asked.problem());
    const auto fresh = checkAge(*asked, m_sessionContext.host.now().time_since_epoch().count());
    if (!fresh)
        return about(path, fresh.problem());
    m_begun = true;
    m_where = Where::Elsewhere;
    m_principals->reset();
    DraftPrincipal who{asked->draft.principal.objectId, {}, {}, {}, {}, {}};
    m_principals->take(who);
    const auto named = setOrganization(asked->draft.organization.toString());
    if (!named)
        return about(path, named.problem());
    m_rights = Rights{asked->draft.accessLevel, asked->draft.groups, asked->draft.projects};
    if (m_signIn->state() == SignInSession::State::SignedOut && !m_signIn->method())
        m_signIn->resume();
    update();
    goTo(needs(SetupStep::Plan).isEmpty() ? SetupStep::Plan : SetupStep::SignIn);
    return Done();
}

Result<AnswerDocument> SetupSession::openAnswer(const QString &path)
{
    const auto content = m_sessionContext.disk.readFile(path, documentLimit);
    if (!content)
        return content.problem();
    const auto receipt = Receipt::fromJson(*content);
    if (!receipt)
        return about(path, receipt.problem());
    std::optional<RequestAnswer> answer;
    if (const auto asked = request()) {
        const auto compared = answerOf(*asked, *receipt);
        if (!compared)
            return about(path, compared.problem());
        answer = *compared;
    }
    AnswerDocument document = describe(*receipt, answer, sandbox());
    goTo(SetupStep::Proof);
    if (where() == Where::Here)
        check();
    return document;
}

} // namespace signet
