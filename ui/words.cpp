#include "ui/words.h"

#include "core/result/outgoing.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct BadgeText {
    Q_DECLARE_TR_FUNCTIONS(Badge)
};

} // namespace

Badge badgeOf(Status status)
{
    switch (status) {
    case Status::Passed:
        return {u"passed"_s, theme::Tone::Ok, BadgeText::tr("passed")};
    case Status::Warning:
        return {u"warning"_s, theme::Tone::Warning, BadgeText::tr("warning")};
    case Status::Failed:
        return {u"failed"_s, theme::Tone::Blocker, BadgeText::tr("failed")};
    case Status::Skipped:
        return {u"skipped"_s, theme::Tone::Quiet, BadgeText::tr("not checked")};
    case Status::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, BadgeText::tr("unknown")};
    }
    Q_UNREACHABLE();
}

Badge badgeOf(const ReportDocument::CheckLine &check)
{
    switch (check.phase) {
    case Phase::Waiting:
        return {u"waiting"_s, theme::Tone::Quiet, BadgeText::tr("waiting")};
    case Phase::Asking:
        return {u"asking"_s, theme::Tone::Info, BadgeText::tr("asking")};
    case Phase::Done:
        return badgeOf(check.status);
    }
    Q_UNREACHABLE();
}

Badge badgeOf(ReportDocument::Card::State state)
{
    using State = ReportDocument::Card::State;
    switch (state) {
    case State::Known:
        return {u"passed"_s, theme::Tone::Ok, BadgeText::tr("known")};
    case State::Asking:
        return {u"asking"_s, theme::Tone::Info, BadgeText::tr("asking")};
    case State::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, BadgeText::tr("unknown")};
    case State::None:
        return {u"failed"_s, theme::Tone::Blocker, BadgeText::tr("no identity")};
    case State::AtFault:
        return {u"failed"_s, theme::Tone::Blocker, BadgeText::tr("has a problem")};
    }
    Q_UNREACHABLE();
}

Badge badgeOf(ReportDocument::Link link)
{
    switch (link) {
    case ReportDocument::Link::Equal:
        return {u"equal"_s, theme::Tone::Ok, BadgeText::tr("same")};
    case ReportDocument::Link::Different:
        return {u"different"_s, theme::Tone::Blocker, BadgeText::tr("different")};
    case ReportDocument::Link::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, BadgeText::tr("unknown")};
    }
    Q_UNREACHABLE();
}

Badge badgeOf(const ReportDocument &document)
{
    if (document.stages.isEmpty())
        return {u"waiting"_s, theme::Tone::Quiet, BadgeText::tr("not started")};
    if (document.running)
        return {u"asking"_s, theme::Tone::Info, BadgeText::tr("checking")};
    switch (document.verdict) {
    case Verdict::Ready:
        return document.causes.isEmpty()
            ? Badge{u"passed"_s, theme::Tone::Ok, BadgeText::tr("ready")}
            : Badge{u"warning"_s, theme::Tone::Warning, BadgeText::tr("ready, with a warning")};
    case Verdict::NotReady:
        return {u"failed"_s, theme::Tone::Blocker, BadgeText::tr("not ready")};
    case Verdict::Unclear:
        return {u"unknown"_s, theme::Tone::Warning, BadgeText::tr("unclear")};
    }
    Q_UNREACHABLE();
}

Badge badgeOf(const ExplanationDocument &document)
{
    if (document.isOpen)
        return {u"unknown"_s, theme::Tone::Warning, BadgeText::tr("not known")};
    if (!document.good)
        return {u"failed"_s, theme::Tone::Blocker, BadgeText::tr("not %1").arg(document.intended)};
    for (const ExplanationDocument::Obstacle &obstacle : document.obstacles) {
        if (obstacle.severity != Severity::Info)
            return {u"warning"_s, theme::Tone::Warning,
                    BadgeText::tr("%1, with a warning").arg(document.intended)};
    }
    if (!document.unchecked.isEmpty())
        return {u"about"_s, theme::Tone::Info, BadgeText::tr("%1, not checked").arg(document.intended)};
    return {u"passed"_s, theme::Tone::Ok, document.intended};
}

Badge badgeOf(const ExplanationDocument::Credential &credential, const ExplanationDocument &document)
{
    switch (credential.state) {
    case ChainState::Selected: {
        const bool good =
            document.outcome == ExplanationDocument::Outcome::Intended && document.errorText.isEmpty();
        if (good && !document.unchecked.isEmpty())
            return {u"about"_s, theme::Tone::Info, credential.stateWords};
        return good ? Badge{u"passed"_s, theme::Tone::Ok, credential.stateWords}
                    : Badge{u"failed"_s, theme::Tone::Blocker, credential.stateWords};
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

Badge badgeOf(TokenDocument::State state)
{
    switch (state) {
    case TokenDocument::State::Good:
        return {u"passed"_s, theme::Tone::Ok, BadgeText::tr("valid")};
    case TokenDocument::State::Doubtful:
        return {u"warning"_s, theme::Tone::Warning, BadgeText::tr("questionable")};
    case TokenDocument::State::Useless:
        return {u"failed"_s, theme::Tone::Blocker, BadgeText::tr("not valid")};
    case TokenDocument::State::Opaque:
        return {u"unknown"_s, theme::Tone::Quiet, BadgeText::tr("unknown")};
    }
    Q_UNREACHABLE();
}

Badge badgeOf(IdentityDocument::State state)
{
    switch (state) {
    case IdentityDocument::State::Asking:
        return {u"asking"_s, theme::Tone::Info, BadgeText::tr("asking")};
    case IdentityDocument::State::Known:
        return {u"passed"_s, theme::Tone::Ok, BadgeText::tr("known")};
    case IdentityDocument::State::None:
        return {u"skipped"_s, theme::Tone::Quiet, BadgeText::tr("no identity")};
    case IdentityDocument::State::Unknown:
        return {u"unknown"_s, theme::Tone::Quiet, BadgeText::tr("unknown")};
    }
    Q_UNREACHABLE();
}

Badge badgeOf(IdentityDocument::Endpoint::State state)
{
    switch (state) {
    case IdentityDocument::Endpoint::State::Asking:
        return {u"asking"_s, theme::Tone::Info, BadgeText::tr("asking")};
    case IdentityDocument::Endpoint::State::Token:
        return {u"passed"_s, theme::Tone::Ok, BadgeText::tr("returned a token")};
    case IdentityDocument::Endpoint::State::Refusal:
        return {u"warning"_s, theme::Tone::Warning, BadgeText::tr("refused")};
    case IdentityDocument::Endpoint::State::Silent:
        return {u"failed"_s, theme::Tone::Quiet, BadgeText::tr("no response")};
    case IdentityDocument::Endpoint::State::NotAsked:
        return {u"skipped"_s, theme::Tone::Quiet, BadgeText::tr("not asked")};
    }
    Q_UNREACHABLE();
}

QString badgeOf(theme::Tone tone)
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
        return BadgeText::tr("note");
    case theme::Tone::Ok:
        return BadgeText::tr("done");
    case theme::Tone::Warning:
        return BadgeText::tr("warning");
    case theme::Tone::Blocker:
        return BadgeText::tr("problem");
    case theme::Tone::Info:
        return BadgeText::tr("information");
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
    return QString::fromUtf8(outgoingJson(facts)).trimmed();
}

} // namespace signet
