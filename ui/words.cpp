#include "ui/words.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Words", text);
}

} // namespace

Sign signOf(Status status)
{
    switch (status) {
    case Status::Passed:
        return {u"passed"_s, theme::Tone::Ok, tr("passed")};
    case Status::Warning:
        return {u"warning"_s, theme::Tone::Warning, tr("warning")};
    case Status::Failed:
        return {u"failed"_s, theme::Tone::Blocker, tr("failed")};
    case Status::Skipped:
        return {u"skipped"_s, theme::Tone::Quiet, tr("not checked")};
    case Status::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, tr("unknown")};
    }
    Q_UNREACHABLE();
}

Sign signOf(const ReportDocument::CheckLine &check)
{
    switch (check.phase) {
    case Phase::Waiting:
        return {u"waiting"_s, theme::Tone::Quiet, tr("waiting")};
    case Phase::Asking:
        return {u"asking"_s, theme::Tone::Info, tr("asking")};
    case Phase::Done:
        return signOf(check.status);
    }
    Q_UNREACHABLE();
}

Sign signOf(ReportDocument::Card::State state)
{
    using State = ReportDocument::Card::State;
    switch (state) {
    case State::Known:
        return {u"passed"_s, theme::Tone::Ok, tr("known")};
    case State::Asking:
        return {u"asking"_s, theme::Tone::Info, tr("asking")};
    case State::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, tr("not known")};
    case State::Nobody:
        return {u"failed"_s, theme::Tone::Blocker, tr("nobody")};
    }
    Q_UNREACHABLE();
}

Sign signOf(ReportDocument::Link link)
{
    switch (link) {
    case ReportDocument::Link::Equal:
        return {u"equal"_s, theme::Tone::Ok, tr("same")};
    case ReportDocument::Link::Different:
        return {u"different"_s, theme::Tone::Blocker, tr("not the same")};
    case ReportDocument::Link::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, tr("not known")};
    }
    Q_UNREACHABLE();
}

Sign signOf(const ReportDocument &document)
{
    if (document.stages.isEmpty())
        return {u"waiting"_s, theme::Tone::Quiet, tr("not started")};
    if (document.running)
        return {u"asking"_s, theme::Tone::Info, tr("checking")};
    switch (document.verdict) {
    case Verdict::Ready:
        return document.causes.isEmpty()
            ? Sign{u"passed"_s, theme::Tone::Ok, tr("ready")}
            : Sign{u"warning"_s, theme::Tone::Warning, tr("ready, with a warning")};
    case Verdict::NotReady:
        return {u"failed"_s, theme::Tone::Blocker, tr("not ready")};
    case Verdict::Unclear:
        return {u"unknown"_s, theme::Tone::Warning, tr("unclear")};
    }
    Q_UNREACHABLE();
}

Sign signOf(const ExplanationDocument &document)
{
    if (!document.good)
        return {u"failed"_s, theme::Tone::Blocker, tr("not the managed identity")};
    for (const ExplanationDocument::Obstacle &obstacle : document.obstacles) {
        if (obstacle.severity != Severity::Info)
            return {u"warning"_s, theme::Tone::Warning, tr("the managed identity, with a warning")};
    }
    return {u"passed"_s, theme::Tone::Ok, tr("the managed identity")};
}

Sign signOf(const ExplanationDocument::Credential &credential, const ExplanationDocument &document)
{
    switch (credential.state) {
    case ChainState::Selected: {
        const bool good =
            document.outcome == ExplanationDocument::Outcome::ManagedIdentity && document.errorText.isEmpty();
        return good ? Sign{u"passed"_s, theme::Tone::Ok, credential.stateWords}
                    : Sign{u"failed"_s, theme::Tone::Blocker, credential.stateWords};
    }
    case ChainState::TriedFirst:
        return {u"again"_s, theme::Tone::Warning, credential.stateWords};
    case ChainState::WouldFollow:
        return {u"waiting"_s, theme::Tone::Info, credential.stateWords};
    case ChainState::NotBuilt:
    case ChainState::NotReached:
        return {u"skipped"_s, theme::Tone::Quiet, credential.stateWords};
    }
    Q_UNREACHABLE();
}

Sign signOf(TokenDocument::State state)
{
    switch (state) {
    case TokenDocument::State::Good:
        return {u"passed"_s, theme::Tone::Ok, tr("good")};
    case TokenDocument::State::Doubtful:
        return {u"warning"_s, theme::Tone::Warning, tr("doubtful")};
    case TokenDocument::State::Useless:
        return {u"failed"_s, theme::Tone::Blocker, tr("not valid")};
    case TokenDocument::State::Opaque:
        return {u"unknown"_s, theme::Tone::Quiet, tr("not known")};
    }
    Q_UNREACHABLE();
}

Sign signOf(IdentityDocument::State state)
{
    switch (state) {
    case IdentityDocument::State::Asking:
        return {u"asking"_s, theme::Tone::Info, tr("asking")};
    case IdentityDocument::State::Known:
        return {u"passed"_s, theme::Tone::Ok, tr("known")};
    case IdentityDocument::State::Nobody:
        return {u"skipped"_s, theme::Tone::Quiet, tr("nobody")};
    case IdentityDocument::State::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, tr("not known")};
    }
    Q_UNREACHABLE();
}

Sign signOf(IdentityDocument::Endpoint::State state)
{
    switch (state) {
    case IdentityDocument::Endpoint::State::Asking:
        return {u"asking"_s, theme::Tone::Info, tr("asking")};
    case IdentityDocument::Endpoint::State::Token:
        return {u"passed"_s, theme::Tone::Ok, tr("gave a token")};
    case IdentityDocument::Endpoint::State::Refusal:
        return {u"warning"_s, theme::Tone::Warning, tr("refused")};
    case IdentityDocument::Endpoint::State::Silent:
        return {u"failed"_s, theme::Tone::Quiet, tr("did not answer")};
    case IdentityDocument::Endpoint::State::NotAsked:
        return {u"skipped"_s, theme::Tone::Quiet, tr("not asked")};
    }
    Q_UNREACHABLE();
}

QString signOf(theme::Tone tone)
{
    switch (tone) {
    case theme::Tone::Quiet:
        return u"waiting"_s;
    case theme::Tone::Ok:
        return u"passed"_s;
    case theme::Tone::Warning:
        return u"warning"_s;
    case theme::Tone::Blocker:
        return u"failed"_s;
    case theme::Tone::Info:
        return u"about"_s;
    }
    Q_UNREACHABLE();
}

QString wordOf(theme::Tone tone)
{
    switch (tone) {
    case theme::Tone::Quiet:
        return tr("note");
    case theme::Tone::Ok:
        return tr("done");
    case theme::Tone::Warning:
        return tr("warning");
    case theme::Tone::Blocker:
        return tr("in the way");
    case theme::Tone::Info:
        return tr("information");
    }
    Q_UNREACHABLE();
}

theme::Tone toneOf(Severity severity)
{
    switch (severity) {
    case Severity::Blocker:
        return theme::Tone::Blocker;
    case Severity::Warning:
        return theme::Tone::Warning;
    case Severity::Info:
        return theme::Tone::Info;
    }
    Q_UNREACHABLE();
}

QString factsText(const QJsonObject &facts)
{
    return QString::fromUtf8(QJsonDocument(facts).toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace signet
