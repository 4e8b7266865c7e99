#include "core/principal/principalsearch.h"
#include "core/report/planlayout.h"
#include "core/report/principallayout.h"
#include "core/report/tokenlayout.h"
#include "core/session/tokensession.h"
#include "ui/setup/candidatelist.h"
#include "ui/setup/changeline.h"
#include "ui/token/tokenslot.h"
#include "ui/widgets/foldsection.h"

#include <QLabel>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// One plan, receipt, token and principal: the command line, the window and JSON say the same of it.

namespace {

// Wide enough that nothing is wrapped.
const TextStyle wide{.width = 400, .colour = false, .verbose = true};

Plan somePlan()
{
    PlanStep member;
    member.kind = PlanStep::Kind::AddMember;
    member.accessLevel = u"express"_s;
    PlanStep level;
    level.kind = PlanStep::Kind::ChangeAccessLevel;
    level.formerAccessLevel = u"stakeholder"_s;
    level.accessLevel = u"express"_s;
    PlanStep group;
    group.kind = PlanStep::Kind::AddToGroup;
    group.project = u"Fabrikam-Fiber"_s;
    group.group = u"[Fabrikam-Fiber]\\Contributors"_s;
    group.groupDescriptor = u"vssgp.Uy0xLTktMTU1MTM3NDI0NQ"_s;
    PlanStep role;
    role.kind = PlanStep::Kind::AssignRole;
    role.project = u"Fabrikam-Fiber"_s;
    role.roleScope = u"library"_s;
    role.resourceId = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c$0"_s;
    role.role = u"Creator"_s;
    return {.createdAt = 1790000000,
            .plannedBy = u"Jane Doe"_s,
            .organization = *OrganizationName::parse(u"contoso"_s),
            .organizationId = u"b7c9d1e3-5f60-4a72-9b84-0c6d8e1f3a59"_s,
            .tenantId = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s,
            .principal = {.objectId = *ObjectId::parse(u"0badc0de-1122-4334-9556-778899001122"_s),
                          .name = u"id-terraform"_s,
                          .clientId = {},
                          .tenantId = {},
                          .resourceId = {},
                          .kind = u"user-assigned"_s},
            .member = {},
            .accessLevel = AccessLevel::basic(),
            .seats = std::nullopt,
            .steps = {level, group, role},
            .present = {member}};
}

// The whole title; what the button shows of it depends on the room.
QString titleOf(const ChangeLine &line)
{
    return line.button()->accessibleName();
}

// All that a window shows below one of its details.
QStringList labelsOf(const QWidget &widget)
{
    QStringList texts;
    const auto labels = widget.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        texts.append(label->text());
    return texts;
}

} // namespace

class TestSameWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void planIsTheSame();
    void receiptIsTheSame_data();
    void receiptIsTheSame();
    void tokenIsTheSame();
    void principalIsTheSame_data();
    void principalIsTheSame();
};

void TestSameWords::planIsTheSame()
{
    const auto fromJson = Plan::fromJson(somePlan().toJson());
    QVERIFY(fromJson);
    const PlanDocument document = describe(*fromJson);
    const QString text = planToText(describe(somePlan()), wide, Requests::Show);
    for (const StepDocument &step : document.steps + document.present) {
        ChangeLine line(step);
        line.resize(1200, 40);
        QVERIFY2(text.contains(step.line), qPrintable(text));
        QVERIFY2(titleOf(line).contains(step.line), qPrintable(titleOf(line)));
        const QStringList labels = labelsOf(line);
        for (const StepDocument::Detail &detail : step.details) {
            QVERIFY2(labels.contains(detail.text), qPrintable(labels.join(u'\n')));
            const bool isShown = step.change != StepDocument::Change::Present
                && detail.kind != StepDocument::Detail::Kind::KeptByUndo;
            QVERIFY2(!isShown || text.contains(detail.text), qPrintable(detail.text));
        }
        if (!step.presentWords.isEmpty()) {
            QVERIFY(text.contains(step.presentWords));
            QVERIFY(titleOf(line).contains(step.presentWords));
        }
    }
}

void TestSameWords::receiptIsTheSame_data()
{
    using State = ReceiptStep::State;
    QTest::addColumn<ReceiptStep::State>("state");
    for (const State state : {State::Begun, State::Done, State::WasThere, State::Failed, State::UndoBegun,
                              State::Undone, State::Kept})
        QTest::addRow("%s", toString(state).data()) << state;
}

void TestSameWords::receiptIsTheSame()
{
    QFETCH(ReceiptStep::State, state);
    Receipt receipt = Receipt::of(somePlan(), u"Jane Doe"_s);
    receipt.steps.first().state = state;
    const auto fromJson = Receipt::fromJson(receipt.toJson());
    QVERIFY(fromJson);
    const ReceiptDocument document = describe(*fromJson);
    const QString words = document.lines.first().words;
    const QString text = receiptToText(describe(receipt), wide);
    QVERIFY2(text.contains(u"%1: %2\n"_s.arg(document.plan.steps.first().title, words)), qPrintable(text));
    ChangeLine line(document.plan.steps.first());
    line.resize(1200, 40);
    line.setOutcome(state);
    QVERIFY2(titleOf(line).contains(words), qPrintable(titleOf(line)));
}

void TestSameWords::tokenIsTheSame()
{
    const QByteArray claims =
        R"({"aud":"499b84ac-1321-427f-aa17-267ca6975798","oid":"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4",)"
        R"("tid":"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a","idtyp":"app","iat":1790000000,"exp":1790086400})";
    const auto part = [](const QByteArray &json) {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    HostImage image;
    image.clock = 1790000300;
    const Host host = Host::from(image);
    TokenSession session(SessionContext{.host = host, .net = {}, .disk = host});
    TokenSlot slot(&session, TokenSession::Column::First, TokenSlot::Role::Main);
    QByteArray pasted = part(R"({"alg":"RS256","typ":"JWT"})") + '.' + part(claims) + ".c2lnbmF0dXJl";
    session.read(TokenSession::Column::First, std::move(pasted));
    const auto token = session.token(TokenSession::Column::First);
    QVERIFY(token);
    const TokenDocument document = describe(*token, host.now());
    QVERIFY(document.sentence.contains(u"a4d8…e5d4"_s));
    const QString text = tokenToText(document, wide);
    QVERIFY2(text.contains(document.sentence), qPrintable(text));
    QCOMPARE(tokenToJson(*token, host.now())["sentence"_L1].toString(), document.sentence);
    const QStringList labels = labelsOf(slot);
    QVERIFY2(labels.contains(document.sentence), qPrintable(labels.join(u'\n')));
    for (const QString &fact : document.facts) {
        QVERIFY(text.contains(fact));
        QVERIFY2(labels.join(u'\n').contains(fact), qPrintable(fact));
    }
}

void TestSameWords::principalIsTheSame_data()
{
    QTest::addColumn<PrincipalKind>("kind");
    QTest::addColumn<QString>("words");
    QTest::newRow("system-assigned") << PrincipalKind::SystemAssigned << u"system-assigned identity"_s;
    QTest::newRow("user-assigned") << PrincipalKind::UserAssigned << u"user-assigned identity"_s;
    QTest::newRow("application") << PrincipalKind::Application << u"application"_s;
    QTest::newRow("agent") << PrincipalKind::Agent << u"Entra agent identity"_s;
    QTest::newRow("other") << PrincipalKind::Other << u"other service principal"_s;
}

void TestSameWords::principalIsTheSame()
{
    QFETCH(PrincipalKind, kind);
    QFETCH(QString, words);
    PrincipalsFound found;
    for (const QString &name : {u"id-one"_s, u"id-two"_s}) {
        Principal principal;
        principal.objectId = u"0badc0de-1122-4334-9556-77889900112%1"_s.arg(found.candidates.size());
        principal.displayName = name;
        principal.kind = kind;
        found.candidates.append(principal);
    }
    const QString text = principalsToText(describe(found, {}), wide);
    QVERIFY2(text.contains(words), qPrintable(text));
    CandidateList list;
    list.show(found);
    QCOMPARE(list.topLevelItem(0)->text(1), words);
    QCOMPARE(principalKindWords(found.candidates.first().toJson()["kind"_L1].toString()), words);
}

QTEST_MAIN(TestSameWords)
#include "tst_ui_samewords.moc"
