#include "core/report/reportformat.h"
#include "core/session/othermachine.h"
#include "core/session/recentruns.h"
#include "tests/ui/handmade.h"
#include "ui/aboutpage.h"
#include "ui/commandpalette.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/diagnosis/othermachineview.h"
#include "ui/settingspage.h"
#include "ui/setup/candidatelist.h"
#include "ui/setup/setuppage.h"
#include "ui/setup/steplist.h"
#include "ui/startpage.h"
#include "ui/terraform/terraformpage.h"
#include "ui/theme.h"
#include "ui/token/tokenpage.h"
#include "ui/widgets/identityline.h"
#include "ui/widgets/identitystrip.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// The window around its pages: commands, what it remembers, settings, other machines, and how small it may
// be.
class TestFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneTableMakesKeysAndCommands();
    void commandIsFoundByItsWords();
    void everyPageFitsALowWindow_data();
    void everyPageFitsALowWindow();
    void everyControlSaysWhatItIs_data() { everyPageFitsALowWindow_data(); }
    void everyControlSaysWhatItIs();
    void textIsReadable_data();
    void textIsReadable();
    void statusBarKnowsWhatAPageFound();
    void footOfTheRailStaysWhereItIs();
    void stripIsLiveWhileChecking();
    void pastedReportIsShownAsThatMachines();
    void watchedFolderBringsTheReport();
    void pastedLogIsReadBesideTheWindow();
    void watchShowsWhatChangesUntilItIsSwitchedOff();
    void reportsAreCompared();
    void commandsForTheOtherMachineNameTheQuestion();
    void proofElsewhereIsPartial();
    void severalIdentitiesAreListed();
    void focusAloneChoosesNoIdentity();
    void unseenProjectIsNotPreset();
    void otherWayForgetsTheProblem();
    void lastDiagnosesAreOffered();
    void simulationRemembersNothing();
    void tourOffersFourSituations();
    void settingsAreKeptAndForgotten();
};

namespace {

void show(MainWindow &window)
{
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window))
        qFatal("the window did not become active");
}

QString plain(QString text)
{
    return text.remove(u'&');
}

QString textOf(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            texts << label->text();
    }
    for (const QAbstractButton *button : widget.findChildren<QAbstractButton *>()) {
        if (button->isVisibleTo(&widget))
            texts << button->text();
    }
    return texts.join(u'\n');
}

QPushButton *buttonOf(const QWidget &widget, const QString &beginning)
{
    for (QPushButton *button : widget.findChildren<QPushButton *>()) {
        if (plain(button->text()).startsWith(beginning))
            return button;
    }
    return nullptr;
}

// Goes to a page by the name of its icon, or to a step of the guided path.
void goTo(Desk &desk, const QString &name)
{
    static const QStringList steps{u"machine"_s, u"identity"_s, u"organization"_s, u"signin"_s,
                                   u"rights"_s,  u"plan"_s,     u"proof"_s,        u"provider"_s};
    MainWindow &window = desk.window();
    if (const qsizetype step = steps.indexOf(name); step >= 0) {
        window.showPage<SetupPage>();
        QVERIFY(desk.untilChecked());
        QVERIFY(desk.untilIdle());
        window.page<SetupPage>()->goTo(setupSteps[std::size_t(step)]);
        QVERIFY(desk.untilIdle());
        return;
    }
    for (Page *page : window.pages()) {
        if (page->iconName() == name)
            window.showPage(page);
    }
    if (name == "diagnose"_L1) {
        window.page<DiagnosisPage>()->run();
        QVERIFY(desk.untilChecked());
    }
    QVERIFY(desk.untilIdle());
}

// A window without the band of the simulation, on the machine of a person.
Work workOf(const Host &machine, const Host &disk)
{
    return {.sessionContext = SessionContext{machine, NetSettings(), disk},
            .question = {},
            .simulation = {},
            .trySimulation = {},
            .openedPath = {}};
}

bool isInScrollArea(const QWidget *widget, const QWidget *window)
{
    for (const QWidget *above = widget->parentWidget(); above && above != window;
         above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(above))
            return true;
    }
    return false;
}

} // namespace

void TestFrame::oneTableMakesKeysAndCommands()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk.window());
    const QList<WindowCommand> &commands = desk.window().commands();
    QSet<QString> keys;
    const QString about = textOf(*desk.window().page<AboutPage>());
    for (const WindowCommand &command : commands) {
        QVERIFY(!command.words.isEmpty());
        QVERIFY2(command.run, qPrintable(command.words));
        if (command.key.isEmpty())
            continue;
        QVERIFY2(!keys.contains(command.key.toString()), qPrintable(command.key.toString()));
        keys.insert(command.key.toString());
        QVERIFY2(about.contains(command.key.toString(QKeySequence::NativeText)),
                 qPrintable(command.key.toString()));
        QVERIFY2(about.contains(command.words), qPrintable(command.words));
    }
    for (const Page *page : desk.window().pages())
        QVERIFY2(keys.contains(page->shortcut().toString()), qPrintable(page->title()));
}

void TestFrame::commandIsFoundByItsWords()
{
    Desk desk(scenario(u"not-in-org"_s));
    MainWindow &window = desk.window();
    show(window);
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    auto *palette = window.findChild<CommandPalette *>();
    QVERIFY(palette);
    QTRY_VERIFY(palette->isVisible());
    auto *list = palette->findChild<QListWidget *>();
    auto *field = palette->findChild<QLineEdit *>();
    const int all = list->count();
    QVERIFY(all >= 10);
    QTest::keyClicks(field, u"go terra"_s);
    QVERIFY(list->count() >= 1 && list->count() < all);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(window.shows<TerraformPage>());
    QTRY_VERIFY(!window.findChild<CommandPalette *>());

    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    palette = window.findChild<CommandPalette *>();
    QVERIFY(palette);
    palette->search(u"no such command"_s);
    QCOMPARE(palette->findChild<QListWidget *>()->count(), 0);
    QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QVERIFY(palette->isVisible());
    QTest::keyClick(palette, Qt::Key_Escape);
    QTRY_VERIFY(!window.findChild<CommandPalette *>());
}

void TestFrame::everyPageFitsALowWindow_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"start", "machine", "identity", "organization", "signin", "rights", "plan",
                             "proof", "provider", "diagnose", "token", "terraform", "settings", "about"})
        QTest::newRow(page) << QString::fromLatin1(page);
}

void TestFrame::everyPageFitsALowWindow()
{
    QFETCH(QString, page);
    Desk desk(scenario(u"not-in-org"_s));
    MainWindow &window = desk.window();
    show(window);
    window.resize(960, 560);
    goTo(desk, page);
    QCoreApplication::processEvents();
    QVERIFY2(window.size() == QSize(960, 560),
             qPrintable(u"%1 x %2"_s.arg(window.width()).arg(window.height())));
    const QRect inside = window.rect();
    for (const QAbstractButton *button : window.currentPage()->findChildren<QAbstractButton *>()) {
        if (!button->isVisible() || button->window() != &window || isInScrollArea(button, &window))
            continue;
        const QRect there(button->mapTo(&window, QPoint()), button->size());
        QVERIFY2(inside.contains(there), qPrintable(button->text()));
    }
}

void TestFrame::everyControlSaysWhatItIs()
{
    QFETCH(QString, page);
    Desk desk(scenario(u"not-in-org"_s));
    MainWindow &window = desk.window();
    show(window);
    goTo(desk, page);
    QCoreApplication::processEvents();
    QHash<QString, int> names;
    int controls = 0;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool isButton = qobject_cast<QAbstractButton *>(widget);
        const bool isControl = isButton || qobject_cast<QLineEdit *>(widget)
            || qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractItemView *>(widget)
            || qobject_cast<QPlainTextEdit *>(widget);
        // Parts of a field, a box, a table or a scroll bar are no controls of their own.
        if (!isControl || !widget->isVisible() || widget->window() != &window
            || widget->objectName().startsWith(u"qt_"_s) || qobject_cast<QHeaderView *>(widget)
            || qobject_cast<QComboBox *>(widget->parentWidget()))
            continue;
        const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible);
        ++controls;
        const QString name = accessible->text(QAccessible::Name);
        const QByteArray what = widget->metaObject()->className() + QByteArray(" in ")
            + widget->parentWidget()->metaObject()->className();
        QVERIFY2(!name.trimmed().isEmpty(), what.constData());
        const QAccessible::Role role = accessible->role();
        QVERIFY2(role != QAccessible::NoRole && role != QAccessible::Client,
                 qPrintable(name + u": "_s + QString::fromLatin1(what)));
        if (isButton && !widget->parentWidget()->inherits("QLineEdit"))
            ++names[name];
    }
    QVERIFY(controls >= 5);
    for (auto it = names.begin(); it != names.end(); ++it)
        QVERIFY2(it.value() == 1,
                 qPrintable(u"%1 buttons are called \"%2\""_s.arg(it.value()).arg(it.key())));
}

void TestFrame::textIsReadable_data()
{
    QTest::addColumn<theme::Scheme>("scheme");
    QTest::newRow("light") << theme::Scheme::Light;
    QTest::newRow("dark") << theme::Scheme::Dark;
    QTest::newRow("high contrast") << theme::Scheme::HighContrast;
}

void TestFrame::textIsReadable()
{
    QFETCH(theme::Scheme, scheme);
    const QPalette before = QApplication::palette();
    QApplication::setPalette(theme::palette(scheme));
    double least = 21;
    QString where;
    for (const QString &name :
         {u"start"_s, u"signin"_s, u"plan"_s, u"diagnose"_s, u"terraform"_s, u"settings"_s}) {
        Desk desk(scenario(u"not-in-org"_s));
        MainWindow &window = desk.window();
        show(window);
        goTo(desk, name);
        QCoreApplication::processEvents();
        for (const QLabel *label : window.currentPage()->findChildren<QLabel *>()) {
            if (!label->isVisible() || label->text().isEmpty())
                continue;
            const double ratio = theme::contrast(label->palette().color(label->foregroundRole()),
                                                 label->palette().color(label->backgroundRole()));
            if (ratio < least) {
                least = ratio;
                where = name + u": "_s + label->text().left(60);
            }
        }
    }
    QApplication::setPalette(before);
    qInfo("least contrast of a text: %.2f (%s)", least, qPrintable(where));
    QVERIFY2(least >= 4.5, qPrintable(where));
}

void TestFrame::statusBarKnowsWhatAPageFound()
{
    Desk desk(scenario(u"healthy"_s));
    MainWindow &window = desk.window();
    show(window);
    auto *line = window.findChild<IdentityLine *>();
    QVERIFY(line->accessibleName().contains(u"This machine: not checked"_s));
    window.showPage<TokenPage>();
    window.page<TokenPage>()->showView(TokenPage::View::Machine);
    QTRY_VERIFY2(line->accessibleName().contains(u"This machine: vm-build"_s),
                 qPrintable(line->accessibleName()));
    QVERIFY2(line->accessibleName().contains(u"managed identity"_s), qPrintable(line->accessibleName()));
    // It is about this machine, so it says nothing beside the setup of another one.
    window.showPage<SetupPage>();
    QVERIFY(desk.untilIdle());
    QVERIFY(line->isVisible());
    window.setupSession()->setWhere(SetupSession::Where::Elsewhere);
    QVERIFY(!line->isVisible());
}

void TestFrame::footOfTheRailStaysWhereItIs()
{
    Desk desk(scenario(u"healthy"_s));
    MainWindow &window = desk.window();
    show(window);
    QSet<int> places;
    for (Page *page : window.pages()) {
        window.showPage(page);
        QCoreApplication::processEvents();
        places.insert(window.statusBar()->mapTo(&window, QPoint()).y());
        QVERIFY(window.statusBar()->isVisible());
    }
    QCOMPARE(places.size(), 1);
    QVERIFY(desk.untilIdle());
}

void TestFrame::stripIsLiveWhileChecking()
{
    Desk desk(scenario(u"healthy"_s));
    show(desk.window());
    DiagnosisSession *session = desk.window().setupSession()->diagnosis();
    int lagging = 0;
    int running = 0;
    connect(session, &DiagnosisSession::reportChanged, this, [&](const Report &report) {
        const CheckResult *token = report.check(u"identity.token"_s);
        if (report.finished || !token || token->phase != Phase::Done || token->status != Status::Passed)
            return;
        ++running;
        lagging += session->document().cards[0].name == u"vm-build"_s ? 0 : 1;
    });
    desk.window().showPage<DiagnosisPage>();
    desk.window().page<DiagnosisPage>()->run();
    QVERIFY(desk.untilChecked());
    QVERIFY(running > 0);
    QCOMPARE(lagging, 0);
}

void TestFrame::pastedReportIsShownAsThatMachines()
{
    MainWindow window{WindowMemory()};
    window.setWork(workOf(Host::from(HostImage()), Host::real()));
    show(window);
    Report report = notMemberReport();
    QJsonObject host = report.subject["host"_L1].toObject();
    host.insert(u"name"_s, u"agent-7"_s);
    report.subject.insert(u"host"_s, host);
    const auto json = reportFile(report, *findReportFormat(u"json"_s), u"report"_s);
    QVERIFY(json);
    // As a person copies it: with the prompt above and a line below.
    window.pasteError(u"builder@agent-7:~$ cat signet-report.json\n"_s + QString::fromUtf8(*json)
                      + u"\nbuilder@agent-7:~$ "_s);
    QVERIFY(window.shows<DiagnosisPage>());
    QVERIFY(window.page<DiagnosisPage>()->session()->isOpened());
    QVERIFY(textOf(*window.page<DiagnosisPage>()).contains(u" ago."_s));
    QStringList names;
    for (const IdentityCard *card : window.page<DiagnosisPage>()->findChildren<IdentityCard *>())
        names.append(card->accessibleName());
    QVERIFY2(names.first().startsWith(u"Machine · agent-7"_s), qPrintable(names.first()));

    // One that was cut is refused, and said.
    window.pasteError(QString::fromUtf8(json->left(json->size() / 2)));
    QVERIFY(textOf(window).contains(u"report"_s));
    QTest::keyClick(&window, Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!window.page<DiagnosisPage>()->session()->isOpened());
    QVERIFY(window.isVisible());
}

void TestFrame::watchedFolderBringsTheReport()
{
    const QTemporaryDir folder;
    MainWindow window{WindowMemory()};
    window.setWork(workOf(Host::from(HostImage()), Host::real()));
    show(window);
    window.showPage<DiagnosisPage>();
    auto *page = window.page<DiagnosisPage>();
    page->setWhere(DiagnosisPage::Where::Elsewhere);
    QVERIFY(!buttonOf(*page, u"Run the checks"_s)->isVisible());
    // What is shown is about the machine that was chosen, also before its report is there.
    const auto firstCard = [page] { return page->findChild<IdentityCard *>()->accessibleName(); };
    QVERIFY2(firstCard().contains(u"That machine"_s), qPrintable(firstCard()));
    QVERIFY2(firstCard().contains(u"no report yet"_s), qPrintable(firstCard()));
    const auto put = [&folder](const QString &name, const QByteArray &content) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
    };
    const QByteArray json = *reportFile(notMemberReport(), *findReportFormat(u"json"_s), u"report"_s);
    put(u"old.json"_s, json);
    page->otherMachine()->watch(folder.path());
    QVERIFY(textOf(*page).contains(u"Waiting for a report"_s));
    page->refresh();
    QVERIFY(!page->session()->isOpened());
    // While it is being written it is no report yet.
    put(u"new.json"_s, json.left(100));
    page->refresh();
    QVERIFY(!page->session()->isOpened());
    put(u"new.json"_s, json);
    page->refresh();
    QTRY_VERIFY(page->session()->isOpened());
    QVERIFY(textOf(*page).contains(u"vm-build"_s));
    // Written again with as many characters, as it is when the checks run there once more.
    QByteArray other = json;
    other.replace("vm-build", "vm-other");
    QCOMPARE(other.size(), json.size());
    put(u"new.json"_s, other);
    page->refresh();
    QTRY_VERIFY2(textOf(*page).contains(u"vm-other"_s), qPrintable(textOf(*page)));
    QVERIFY(QDir(folder.path()).removeRecursively());
    page->refresh();
    QTRY_VERIFY(textOf(*page).contains(u"The watched folder is gone"_s));
}

void TestFrame::pastedLogIsReadBesideTheWindow()
{
    QString log;
    for (int i = 0; i < 20'000; ++i)
        log += u"2026-11-30T09:41:%1 [INFO]  provider: configuring client, attempt %2\n"_s.arg(i % 60).arg(i);
    const QString error = u"Error: TF401444: Please sign-in at least once as 0000\n"_s;
    Desk desk(scenario(u"not-in-org"_s));
    MainWindow &window = desk.window();
    show(window);
    auto *start = window.page<StartPage>();
    window.pasteError(log + error);
    // It is said at once, and can be stopped.
    QVERIFY(textOf(*start).contains(u"Reading the error message"_s));
    QPushButton *stop = buttonOf(*start, u"Stop"_s);
    QVERIFY(stop && stop->isVisible());
    stop->click();
    QTRY_VERIFY2(textOf(*start).contains(u"Stopped before the whole text was read"_s),
                 qPrintable(textOf(*start)));
    QVERIFY(!stop->isVisible());
    QVERIFY(!buttonOf(*start, u"Check it here"_s)->isVisible());
    window.pasteError(log.left(log.size() / 10) + error);
    QTRY_VERIFY2(textOf(*start).contains(u"TF401444"_s), qPrintable(textOf(*start)));
    QVERIFY2(textOf(*start).contains(u"Line 2"_s), qPrintable(textOf(*start)));
    QVERIFY(buttonOf(*start, u"Check it here"_s)->isVisible());
    // A second paste takes the place of the first.
    window.pasteError(log + error);
    window.pasteError(u"nothing that is known"_s);
    QTRY_VERIFY2(textOf(*start).contains(u"No known error was found"_s), qPrintable(textOf(*start)));
}

void TestFrame::watchShowsWhatChangesUntilItIsSwitchedOff()
{
    Desk desk(scenario(u"not-in-org"_s), Desk::Disk::InMemory);
    MainWindow &window = desk.window();
    show(window);
    window.showPage<DiagnosisPage>();
    auto *page = window.page<DiagnosisPage>();
    QPushButton *watch = buttonOf(*page, u"Watch"_s);
    QVERIFY(watch && watch->isVisible());
    QTest::mouseClick(watch, Qt::LeftButton);
    QVERIFY(page->session()->isWatching());
    QTRY_VERIFY2(textOf(*page).contains(u"Nothing has changed."_s), qPrintable(textOf(*page)));
    QTRY_VERIFY2(textOf(*page).contains(u"next at"_s), qPrintable(textOf(*page)));
    // Somebody adds the identity to the organization.
    desk.server().world() = scenario(u"healthy"_s).world;
    QTRY_VERIFY2(textOf(*page).contains(u"Not ready, now Ready"_s), qPrintable(textOf(*page)));
    QVERIFY2(textOf(*page).contains(QRegularExpression(u"\\d\\d:\\d\\d:\\d\\d  "_s)),
             qPrintable(textOf(*page)));
    QVERIFY(watch->isChecked());
    QTest::mouseClick(watch, Qt::LeftButton);
    QTRY_VERIFY(!page->session()->isWatching());
    QVERIFY(!watch->isChecked());
    QVERIFY2(textOf(*page).contains(u"Watched from"_s), qPrintable(textOf(*page)));
    QVERIFY(page->session()->report().verdict == Verdict::Ready);
    // A report of another time or place is not watched.
    Report opened = notMemberReport();
    window.pasteError(QString::fromUtf8(*reportFile(opened, *findReportFormat(u"json"_s), u"report"_s)));
    QVERIFY(page->session()->isOpened());
    QVERIFY(!watch->isVisible());
}

void TestFrame::reportsAreCompared()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"before.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    Report before = notMemberReport();
    before.startedAt = 1'600'000'000;
    file.write(*reportFile(before, *findReportFormat(u"json"_s), u"report"_s));
    file.close();
    Desk desk(scenario(u"healthy"_s));
    MainWindow &window = desk.window();
    show(window);
    window.showPage<DiagnosisPage>();
    auto *page = window.page<DiagnosisPage>();
    const auto compare = [page] {
        for (QPushButton *button : page->findChildren<QPushButton *>()) {
            if (plain(button->text()) == "Compare"_L1)
                return button;
        }
        return static_cast<QPushButton *>(nullptr);
    }();
    QVERIFY(compare && compare->menu());
    QVERIFY(!compare->isEnabled());
    page->run();
    QVERIFY(desk.untilChecked());
    QVERIFY(compare->isEnabled());
    page->compareWith(path);
    QVERIFY2(textOf(*page).contains(QRegularExpression(u"\\d+ differences between"_s)),
             qPrintable(textOf(*page)));
    // From the earlier one to the later one.
    QVERIFY2(textOf(*page).contains(u"+ verdict: Not ready, now Ready"_s), qPrintable(textOf(*page)));
    buttonOf(*page, u"Copy the differences"_s)->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"+ verdict: Not ready, now Ready"_s));
    buttonOf(*page, u"Close the comparison"_s)->click();
    QVERIFY(!textOf(*page).contains(u"differences between"_s));
    // A report that is opened is compared with the last run that was ready.
    window.open(path);
    QVERIFY(page->session()->isOpened());
    page->compareWithLastGood();
    QVERIFY2(textOf(*page).contains(u"+ verdict: Not ready, now Ready"_s), qPrintable(textOf(*page)));
    page->compareWith(folder.filePath(u"missing.json"_s));
    QVERIFY2(textOf(*page).contains(u"missing.json"_s), qPrintable(textOf(*page)));
}

void TestFrame::commandsForTheOtherMachineNameTheQuestion()
{
    Question question;
    question.organization = *givenOrganization(u"contoso"_s, Origin::option(u"--org"_s));
    question.projects = {u"Fabrikam's Fiber"_s};
    const QList<RemoteRun> runs = remoteRuns(question);
    QCOMPARE(runs.size(), 4);
    for (const RemoteRun &run : runs) {
        QVERIFY2(run.command.contains(u"signet diagnose --org https://dev.azure.com/contoso"_s),
                 qPrintable(run.command));
        QVERIFY(run.command.contains(u"--report json:signet-report.json"_s));
    }
    QVERIFY(runs[0].command.contains(u"'Fabrikam'\\''s Fiber'"_s));
    QVERIFY(runs[1].command.contains(u"'Fabrikam''s Fiber'"_s));
    QVERIFY(!reportIn("no report"));
}

void TestFrame::proofElsewhereIsPartial()
{
    Desk desk(scenario(u"healthy"_s));
    show(desk.window());
    desk.window().showPage<SetupPage>();
    QVERIFY(desk.untilChecked());
    QVERIFY(desk.untilIdle());
    SetupSession *session = desk.window().setupSession();
    const Report here = session->diagnosis()->report();
    session->beginFrom(here, SetupSession::Origin::AnotherMachine);
    QVERIFY(desk.untilIdle());
    session->goTo(SetupStep::Plan);
    QVERIFY(desk.untilIdle());
    for (int i = 0; i < 3 && !session->changes()->isDone(); ++i) {
        session->act();
        QVERIFY(desk.untilIdle());
    }
    session->goTo(SetupStep::Proof);
    QVERIFY(desk.untilIdle());
    // Azure DevOps has the member; nobody has seen the machine.
    QCOMPARE(session->view(SetupStep::Proof).state, SetupSession::State::Partly);
    QVERIFY(textOf(*desk.window().page<SetupPage>()).contains(u"Is it in the organization?"_s));
    Report other = here;
    other.machine->objectId = u"00000000-0000-4000-8000-000000000001"_s;
    QVERIFY(!session->takeMachineReport(other));
    QVERIFY(session->takeMachineReport(here));
    QCOMPARE(session->view(SetupStep::Proof).state, SetupSession::State::Done);
}

void TestFrame::severalIdentitiesAreListed()
{
    Desk desk(scenario(u"multiple-identities"_s));
    show(desk.window());
    goTo(desk, u"identity"_s);
    QVERIFY(desk.untilIdle());
    SetupSession *session = desk.window().setupSession();
    QVERIFY(session->hasSeveralHere());
    const QWidget *page = desk.window().page<SetupPage>();
    const QString text = textOf(*page);
    QVERIFY2(text.contains(u"several identities"_s) && !text.contains(u"No identity was found"_s),
             qPrintable(text));
    auto *list = page->findChild<CandidateList *>();
    QTRY_VERIFY(list->isVisible() && list->topLevelItemCount() >= 2);
    for (const QRadioButton *radio : page->findChildren<QRadioButton *>()) {
        if (radio->accessibleName() == u"The machine's default identity"_s)
            QVERIFY(!radio->isChecked());
    }
    // Two clicks and no typing lead to an identity.
    Q_EMIT list->itemClicked(list->topLevelItem(0), 0);
    QVERIFY(desk.untilChecked());
    QVERIFY(desk.untilIdle());
    QVERIFY(session->diagnosis()->question().clientId);
    QVERIFY(session->principal());
}

void TestFrame::focusAloneChoosesNoIdentity()
{
    Desk desk(scenario(u"multiple-identities"_s));
    show(desk.window());
    goTo(desk, u"identity"_s);
    auto *list = desk.window().page<SetupPage>()->findChild<CandidateList *>();
    QTRY_VERIFY(list->isVisible());
    list->setFocus(Qt::TabFocusReason);
    QCoreApplication::processEvents();
    QVERIFY(!desk.window().setupSession()->diagnosis()->question().clientId);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(desk.untilIdle());
    QVERIFY(desk.window().setupSession()->diagnosis()->question().clientId);
}

void TestFrame::unseenProjectIsNotPreset()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk.window());
    SetupSession *session = desk.window().setupSession();
    Question question = session->diagnosis()->question();
    question.projects = {u"Nowhere"_s};
    session->diagnosis()->setQuestion(question);
    goTo(desk, u"rights"_s);
    QTRY_COMPARE(session->projectPicker()->state(), PickerModel::State::Complete);
    for (const ProjectWish &wish : session->rights().projects)
        QVERIFY(wish.project != u"Nowhere"_s);
    // What the account sees is said where it signs in.
    desk.window().page<SetupPage>()->goTo(SetupStep::SignIn);
    QVERIFY(desk.untilIdle());
    const QString text = textOf(*desk.window().page<SetupPage>());
    QVERIFY2(text.contains(QRegularExpression(u"Sees \\d+ projects? in contoso"_s)), qPrintable(text));
}

void TestFrame::otherWayForgetsTheProblem()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk.window());
    goTo(desk, u"signin"_s);
    SetupSession *session = desk.window().setupSession();
    session->signIn()->signOut();
    QVERIFY(desk.untilIdle());
    session->signIn()->startWithAccessToken(Secret("not a token"));
    QVERIFY(desk.untilIdle());
    QVERIFY(session->signIn()->problem());
    session->setWay(session->way() == SignInMethod::AzureCli ? SignInMethod::DeviceCode
                                                             : SignInMethod::AzureCli);
    QVERIFY(!session->signIn()->problem());
    // A way that cannot be used says what it lacks and which others there are.
    MainWindow bare{WindowMemory()};
    const Host empty = Host::from(HostImage());
    bare.setWork(workOf(empty, empty));
    show(bare);
    bare.showPage<SetupPage>();
    SetupSession *plain = bare.setupSession();
    plain->goTo(SetupStep::SignIn);
    QTRY_COMPARE(plain->signIn()->state(), SignInSession::State::SignedOut);
    plain->setWay(SignInMethod::Browser);
    QVERIFY(!plain->primaryAction(SetupStep::SignIn).enabled);
    const QString text = textOf(*bare.page<SetupPage>());
    QVERIFY2(text.contains(u"Without one, use a personal access token"_s), qPrintable(text));
}

void TestFrame::lastDiagnosesAreOffered()
{
    MainWindow window{WindowMemory()};
    window.setWork(workOf(Host::from(HostImage()), Host::real()));
    show(window);
    QVERIFY(!textOf(*window.page<StartPage>()).contains(u"Recent"_s));
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"report.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(*reportFile(notMemberReport(), *findReportFormat(u"json"_s), u"report"_s));
    file.close();
    window.open(file.fileName());
    QVERIFY2(window.shows<DiagnosisPage>(), qPrintable(textOf(window)));
    window.showPage<StartPage>();
    // What was put into the page just now shows at the next turn of the event loop.
    QCoreApplication::processEvents();
    const QString text = textOf(*window.page<StartPage>());
    QVERIFY2(text.contains(u"Recent"_s) && text.contains(u"contoso · vm-build · Not ready"_s),
             qPrintable(text));
    buttonOf(*window.page<StartPage>(), u"contoso · vm-build"_s)->click();
    QVERIFY(window.shows<DiagnosisPage>());

    QStringList kept;
    for (int i = 0; i < 10; ++i) {
        RecentRun run;
        run.organization = u"org%1"_s.arg(i % 8);
        run.at = 1'790'000'000 + i;
        kept = withRun(kept, run);
    }
    const QList<RecentRun> runs = recentRuns(kept + QStringList{u"nonsense"_s});
    QCOMPARE(runs.size(), 6);
    QCOMPARE(runs.first().organization, u"org1"_s);
}

void TestFrame::simulationRemembersNothing()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk.window());
    goTo(desk, u"diagnose"_s);
    desk.window().showPage<StartPage>();
    QVERIFY(!textOf(*desk.window().page<StartPage>()).contains(u"Recent"_s));
}

void TestFrame::tourOffersFourSituations()
{
    MainWindow window{WindowMemory()};
    Work work = workOf(Host::from(HostImage()), Host::real());
    QStringList entered;
    work.trySimulation = [&entered](const QString &name) { entered.append(name); };
    for (const sandbox::ScenarioLine &line : sandbox::Scenario::lines())
        work.situations.append({line.name, line.title, line.tourPlace, line.tourTitle});
    window.setWork(work);
    show(window);
    auto *start = window.page<StartPage>();
    QPushButton *tryIt = buttonOf(*start, u"Try it"_s);
    QVERIFY(tryIt);
    tryIt->click();
    QList<QAbstractButton *> cards;
    for (QAbstractButton *button : start->findChildren<QAbstractButton *>()) {
        if (button->isVisible()
            && QStringList{u"Not a member"_s, u"A token wins"_s, u"Wrong tenant"_s, u"Everything works"_s}
                   .contains(button->text()))
            cards.append(button);
    }
    QCOMPARE(cards.size(), 4);
    for (QAbstractButton *card : cards)
        card->click();
    QCOMPARE(entered.size(), 4);
    for (const QString &name : std::as_const(entered))
        QVERIFY2(sandbox::Scenario::named(name), qPrintable(name));
    // The others are found by the words of their titles.
    buttonOf(*start, u"Search all"_s)->click();
    auto *palette = window.findChild<CommandPalette *>();
    QVERIFY(palette);
    QCOMPARE(palette->findChild<QListWidget *>()->count(), sandbox::Scenario::names().size());
    palette->close();
}

void TestFrame::settingsAreKeptAndForgotten()
{
    HostImage image;
    image.env.insert(u"HOME"_s, u"/home/builder"_s);
    image.env.insert(u"HTTPS_PROXY"_s, u"http://user:hunter2@proxy.example:8080"_s);
    const Host host = Host::from(image);
    const auto store = std::make_shared<PreferencesStore>(host);
    MainWindow window{WindowMemory(host)};
    Work work = workOf(host, host);
    work.preferences = store;
    window.setWork(work);
    show(window);
    window.showPage<SettingsPage>();
    auto *page = window.page<SettingsPage>();
    const QString text = textOf(*page);
    QVERIFY(text.contains(u"HTTPS_PROXY"_s));
    QVERIFY(!text.contains(u"hunter2"_s));
    const QPalette before = QApplication::palette();
    for (QComboBox *box : page->findChildren<QComboBox *>()) {
        if (box->accessibleName() != u"Theme"_s)
            continue;
        box->setCurrentIndex(box->findData(u"dark"_s));
        Q_EMIT box->activated(box->currentIndex());
    }
    QCOMPARE(store->load().theme, u"dark"_s);
    QCOMPARE(theme::schemeOf(QApplication::palette()), theme::Scheme::Dark);
    QApplication::setPalette(before);
    QVERIFY(!store->keptFiles().isEmpty());
    // It is asked first.
    buttonOf(*page, u"Forget everything…"_s)->click();
    QVERIFY(textOf(*page).contains(u"Receipts stay"_s));
    QCOMPARE(store->load().theme, u"dark"_s);
}

QTEST_MAIN(TestFrame)
#include "tst_ui_frame.moc"
