#include "core/session/pastedsession.h"
#include "tests/ui/handmade.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/setup/setuppage.h"
#include "ui/startpage.h"
#include "ui/terraform/terraformpage.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// How long the window does not answer: the longest time between two turns of the event loop. Printed, because
// a busy machine decides it, too; what fails is a stall that a person would call a hang.
class TestStalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void diagnosis();
    void tenThousandProjects();
    void megabytesOfConfiguration();
    void twoThousandPastedLines();
};

namespace {

constexpr qint64 hang = 2'000; // ms

class StallMeter : public QObject {
    Q_OBJECT

public:
    explicit StallMeter(const char *what)
        : m_what(what)
    {
        const auto *dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, &StallMeter::turn);
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, [this] {
            turn();
            m_turn.invalidate();
        });
        m_turn.start();
    }
    ~StallMeter() override
    {
        turn();
        qInfo("stall meter, %s: %lld ms", m_what, static_cast<long long>(m_longest));
    }
    // Call it before the end of what is measured.
    qint64 longest()
    {
        turn();
        return m_longest;
    }

private:
    void turn()
    {
        if (m_turn.isValid())
            m_longest = std::max(m_longest, m_turn.elapsed());
        m_turn.start();
    }

    const char *m_what;
    QElapsedTimer m_turn;
    qint64 m_longest = 0;
};

} // namespace

void TestStalls::diagnosis()
{
    Desk desk(scenario(u"not-in-org"_s));
    desk.window().show();
    desk.window().showPage<DiagnosisPage>();
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QCoreApplication::processEvents();
    StallMeter meter("a diagnosis, with the simulated Azure in the same process");
    desk.window().page<DiagnosisPage>()->run();
    QVERIFY(desk.untilChecked());
    QVERIFY(meter.longest() < hang);
}

void TestStalls::tenThousandProjects()
{
    sandbox::Scenario many = scenario(u"not-in-org"_s);
    for (int i = 0; i < 10'000; ++i)
        many.world.organizations.front().projects.push_back(
            {.id = sandbox::stableGuid(u"project %1"_s.arg(i)),
             .name = u"Project %1"_s.arg(i),
             .description = {},
             .visibleTo = {}});
    Desk desk(std::move(many));
    desk.window().show();
    desk.window().showPage<SetupPage>();
    QVERIFY(desk.untilChecked());
    QVERIFY(desk.untilIdle());
    StallMeter meter("10,000 projects, listed and searched");
    SetupSession *session = desk.window().setupSession();
    session->goTo(SetupStep::Rights);
    QTRY_VERIFY(session->projectPicker()->rowCount() > 0);
    session->projectPicker()->search(u"project 99"_s);
    QTRY_VERIFY(session->projectPicker()->state() != PickerModel::State::Loading);
    QVERIFY(meter.longest() < hang);
}

void TestStalls::megabytesOfConfiguration()
{
    // Half a megabyte each. All ten megabytes take a debug build two minutes.
    const int files = qEnvironmentVariableIsSet("SIGNET_STALLS_ALL") ? 20 : 4;
    const QTemporaryDir folder;
    QByteArray content;
    for (int i = 0; content.size() < 512 * 1024; ++i)
        content += "resource \"azuredevops_git_repository\" \"r" + QByteArray::number(i)
            + "\" {\n  project_id = var.project\n  name       = \"repository " + QByteArray::number(i)
            + "\"\n}\n\n";
    for (int i = 0; i < files; ++i) {
        QFile file(folder.filePath(u"part%1.tf"_s.arg(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray own = content;
        own.replace("\"r", "\"p" + QByteArray::number(i) + "r");
        QVERIFY(file.write(own) == own.size());
    }
    QFile block(folder.filePath(u"providers.tf"_s));
    QVERIFY(block.open(QIODevice::WriteOnly));
    block.write("provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n");
    block.close();

    Desk desk(scenario(u"not-in-org"_s));
    desk.window().show();
    desk.window().showPage<TerraformPage>();
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.untilIdle());
    auto *session = desk.window().page<TerraformPage>()->session();
    StallMeter meter(files == 20 ? "10 MB of .tf" : "2 MB of .tf");
    desk.window().open(folder.path());
    QVERIFY(session->isReading());
    QVERIFY(QTest::qWaitFor([session] { return !session->isReading(); }, 180'000));
    QVERIFY(session->document());
    QVERIFY(meter.longest() < hang);
}

void TestStalls::twoThousandPastedLines()
{
    QString text;
    for (int i = 0; i < 2'000; ++i)
        text +=
            u"2026-11-30T09:41:%1 [INFO]  provider: configuring client, attempt %2\n"_s.arg(i % 60).arg(i);
    text += u"Error: TF401444: Please sign-in at least once as 0000\n"_s;
    Desk desk(scenario(u"not-in-org"_s));
    desk.window().show();
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QCoreApplication::processEvents();
    StallMeter meter("2,000 pasted lines");
    desk.window().pasteError(text);
    const auto *session = desk.window().findChild<PastedSession *>();
    QVERIFY(session);
    QTRY_VERIFY(session->document());
    QVERIFY(meter.longest() < hang);
}

QTEST_MAIN(TestStalls)
#include "tst_ui_stalls.moc"
