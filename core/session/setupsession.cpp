#include "core/session/setupsession.h"

#include "core/devops/organization.h"
#include "core/report/reportdocument.h"
#include "core/result/shellword.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isGood(const Report &report, QLatin1StringView id)
{
    const CheckResult *check = report.check(id);
    return check && check->phase == Phase::Done
        && (check->status == Status::Passed || check->status == Status::Warning);
}

// Why one of the checks keeps its step from being done, in the words of its line; empty when none does.
QString obstacle(const ReportDocument &document, std::initializer_list<QLatin1StringView> ids)
{
    for (const ReportDocument::Stage &stage : document.stages) {
        for (const ReportDocument::CheckLine &check : stage.checks) {
            for (const QLatin1StringView id : ids) {
                if (check.id == id && check.phase == Phase::Done && check.status == Status::Failed)
                    return check.detail;
            }
        }
    }
    return {};
}

} // namespace

SetupSession::SetupSession(Surroundings surroundings, QObject *parent)
    : QObject(parent)
    , m_diagnosis(new DiagnosisSession(surroundings, this))
    , m_terraform(new TerraformSession(std::move(surroundings), this))
{
    connect(m_diagnosis, &DiagnosisSession::questionChanged, this, [this] {
        const auto settings = providerSettings();
        m_terraform->setIntended(m_diagnosis->question().clientId,
                                 settings ? settings->organizationUrl : QString());
    });
    connect(m_terraform, &TerraformSession::changed, this, &SetupSession::changed);
    connect(m_diagnosis, &DiagnosisSession::reportChanged, this, &SetupSession::changed);
    connect(m_diagnosis, &DiagnosisSession::runningChanged, this, &SetupSession::changed);
}

Result<Done> SetupSession::setClientId(const QString &text)
{
    Question question = m_diagnosis->question();
    question.clientId.reset();
    question.clientIdOrigin.clear();
    if (!text.trimmed().isEmpty()) {
        const auto id = ClientId::parse(text.trimmed());
        if (!id)
            return id.problem();
        question.clientId = *id;
        question.clientIdOrigin = u"--client-id"_s;
    }
    m_diagnosis->setQuestion(question);
    check();
    return Done{};
}

Result<Done> SetupSession::setOrganization(const QString &text)
{
    const auto input = parseOrganization(text);
    if (!input)
        return input.problem();
    Question question = m_diagnosis->question();
    question.organization = withoutUserInfo(text, *input);
    question.organizationOrigin = u"--org"_s;
    m_diagnosis->setQuestion(question);
    check();
    return Done{};
}

void SetupSession::check()
{
    m_diagnosis->start();
}

std::array<SetupSession::StepView, 5> SetupSession::steps() const
{
    const Report &report = m_diagnosis->report();
    const ReportDocument document = describe(report);
    std::array<StepView, 5> views;
    for (std::size_t i = 0; i < setupSteps.size(); ++i)
        views[i].step = setupSteps[i];
    const auto settle = [](StepView &view, bool done, const QString &answer, const QString &inTheWay) {
        view.state = done ? State::Done : inTheWay.isEmpty() ? State::Open : State::Blocked;
        view.answer = done ? answer : inTheWay;
    };

    const bool identity =
        report.machine && isGood(report, "token.audience"_L1) && isGood(report, "token.identity"_L1);
    settle(views[0], identity, document.cards[0].name,
           obstacle(document,
                    {"identity.token"_L1, "token.audience"_L1, "token.identity"_L1, "token.lifetime"_L1}));

    const QString organization = report.subject["organization"_L1].toString();
    const bool known = isGood(report, "organization.exists"_L1) && isGood(report, "organization.tenant"_L1)
        && isGood(report, "token.tenant"_L1);
    settle(views[1], known, organization,
           obstacle(document, {"organization.exists"_L1, "organization.tenant"_L1, "token.tenant"_L1}));

    const bool member = isGood(report, "devops.membership"_L1);
    settle(views[2], member, tr("is a member of %1").arg(organization),
           obstacle(document, {"devops.connection"_L1, "devops.membership"_L1}));

    const bool ready = report.finished && report.verdict == Verdict::Ready;
    settle(views[3], ready, document.totals,
           report.finished && report.verdict == Verdict::NotReady ? document.sentence : QString());

    const auto &explanation = m_terraform->explanation();
    const bool written = explanation && explanation->isAsItShouldBe();
    settle(views[4], written, m_terraform->directory(), {});
    return views;
}

SetupStep SetupSession::nextStep() const
{
    const auto views = steps();
    for (const StepView &view : views) {
        if (view.state != State::Done)
            return view.step;
    }
    return SetupStep::ProviderBlock;
}

std::optional<MembershipGuide> SetupSession::guide() const
{
    return membershipGuide(m_diagnosis->report());
}

std::optional<ProviderSettings> SetupSession::providerSettings() const
{
    const Question &question = m_diagnosis->question();
    const auto input = parseOrganization(question.organization);
    if (!input)
        return std::nullopt;
    ProviderSettings settings;
    settings.organizationUrl = input->url();
    settings.clientId = question.clientId;
    return settings;
}

QString SetupSession::equivalentCommand(SetupStep step) const
{
    const Question &question = m_diagnosis->question();
    QString options;
    if (!question.organization.isEmpty())
        options += u" --org "_s + shellWord(question.organization);
    if (question.clientId)
        options += u" --client-id "_s + question.clientId->toString();
    switch (step) {
    case SetupStep::Identity:
        return question.clientId ? u"signet identity --client-id "_s + question.clientId->toString()
                                 : u"signet identity"_s;
    case SetupStep::Organization:
    case SetupStep::Membership:
    case SetupStep::Check:
        return u"signet diagnose"_s + options;
    case SetupStep::ProviderBlock:
        return u"signet terraform write --dir "_s
            + (m_terraform->directory().isEmpty() ? u"."_s : shellWord(m_terraform->directory())) + options;
    }
    Q_UNREACHABLE();
}

} // namespace signet
