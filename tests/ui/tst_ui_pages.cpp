#include "core/report/reportformat.h"
#include "core/report/requestdocument.h"
#include "core/session/openedfile.h"
#include "tests/ui/handmade.h"
#include "ui/aboutpage.h"
#include "ui/accountbutton.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/railbutton.h"
#include "ui/setup/setuppage.h"
#include "ui/setup/steplist.h"
#include "ui/startpage.h"
#include "ui/terraform/terraformpage.h"
#include "ui/theme.h"
#include "ui/widgets/actionbuttons.h"
#include "ui/widgets/choicecard.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/message.h"
#include "ui/widgets/namefield.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QWindow>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

class TestPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPageKeepsWhatPagePromises();
    void refreshLooksAgain_data();
    void refreshLooksAgain();
    void closingWhileChangesAreMadeAsks();
    void everyControlHasANameAndIsReachedByTab_data();
    void everyControlHasANameAndIsReachedByTab();
    void wordsAreCalm_data() { everyControlHasANameAndIsReachedByTab_data(); }
    void wordsAreCalm();
    void keyboardAloneLeadsToTheProviderBlock();
    void invalidClientIdIsSaidInPlace();
    void invalidOrganizationIsSaidInPlace();
    void messageRepeatsTheCommandForTheSandbox();
    void titlesOfTheStepsAreNeverCut();
    void namesArePickedByKeyboard_data();
    void namesArePickedByKeyboard();
    void nameThatIsNotListedCanBeTyped();
    void listReadsOnAsItIsScrolled();
    void failedListCanBeAskedAgain();
    void existingProviderBlockIsChangedInPlace();
    void scenarioBringsItsConfiguration();
    void diagnosisLooksAtTheChosenFolder();
    void fixLeadsToTheConfiguration();
    void actionsActOnTheirPage_data();
    void actionsActOnTheirPage();
    void organizationIsCorrectedInItsField();
    void administratorIsAskedWithAMessage();
    void causeLeadsToThePlan();
    void savedReportLeadsToThePlan();
    void whoIsSignedInIsAlwaysSaid();
    void planSaysWhatItSends();
    void savedReportIsShown();
    void whatCannotBeOpenedIsSaidInTheWindow();
    void requestIsHandedOverAndAnswered();
    void requestIsRefused_data();
    void requestIsRefused();
    void oldRequestIsRefused();
    void pastedErrorIsExplained();
    void typedRightIsNotLost();
    void simulationIsNamedAboveEverything();
    void secretsAreNowhere_data();
    void secretsAreNowhere();

private:
    QString saved(const Report &report);

    QTemporaryDir m_folder;
};

namespace {

bool isControl(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractItemView *>(widget)
        || qobject_cast<const QPlainTextEdit *>(widget);
}

QList<QWidget *> controls(QWidget &window)
{
    QList<QWidget *> found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!isControl(widget) || !widget->isVisible() || !widget->isEnabled() || widget->window() != &window)
            continue;
        // Parts of a scroll bar, of a box or of a table are no controls of their own.
        if (widget->objectName().startsWith(u"qt_"_s) || qobject_cast<QHeaderView *>(widget)
            || qobject_cast<QComboBox *>(widget->parentWidget()))
            continue;
        found.append(widget);
    }
    return found;
}

// In a group of which one is chosen, Tab goes to that one and the arrows to the others.
bool isReachedByArrows(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button && button->isCheckable() && button->autoExclusive() && !button->isChecked();
}

QSet<QWidget *> reachedByTab(QWidget &window)
{
    QSet<QWidget *> reached;
    for (int i = 0; i < 200; ++i) {
        QTest::keyClick(window.windowHandle(), Qt::Key_Tab);
        QWidget *focus = QApplication::focusWidget();
        if (!focus || (i > 60 && reached.contains(focus)))
            break;
        reached.insert(focus);
    }
    return reached;
}

bool tabTo(QWidget &window, const std::function<bool(QWidget *)> &wanted)
{
    for (int i = 0; i < 100; ++i) {
        if (QApplication::focusWidget() && wanted(QApplication::focusWidget()))
            return true;
        QTest::keyClick(window.windowHandle(), Qt::Key_Tab);
    }
    return false;
}

QString plain(QString text)
{
    return text.remove(u'&');
}

bool isButton(QWidget *widget, const QString &beginning)
{
    const auto *button = qobject_cast<QAbstractButton *>(widget);
    return button && plain(button->text()).startsWith(beginning);
}

// Everything that a person can read or hear in the window, hidden pages too.
QString everyText(QWidget &window)
{
    QStringList texts;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            texts << label->text();
        else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            texts << button->text();
        else if (const auto *field = qobject_cast<const QLineEdit *>(widget))
            texts << field->text() << field->placeholderText();
        else if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget))
            texts << edit->toPlainText();
    }
    // What holds a word of a command together is no part of it.
    return texts.join(u'\n').remove(QChar(0x2060));
}

void show(Desk &desk)
{
    desk.window().show();
    desk.window().activateWindow();
    if (!QTest::qWaitForWindowActive(&desk.window()))
        qFatal("the window did not become active");
}

SetupRequest aRequest()
{
    DraftPrincipal who{
        *ObjectId::parse(u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s), u"vm-build"_s, {}, {}, {}, {}};
    const Draft draft{*OrganizationName::parse(u"contoso"_s), who, AccessLevel::basic(), {}, {}};
    return {1'790'000'000, finding::notInOrg, draft};
}

// Presses the visible button for that action; whether there is one.
bool press(QWidget *page, FindingAction action)
{
    const QString words = ActionButtons::words(action);
    for (QPushButton *button : page->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == words) {
            button->click();
            return true;
        }
    }
    return false;
}

void goTo(Desk &desk, const QString &page)
{
    MainWindow &window = desk.window();
    if (page == "start"_L1)
        return;
    if (page == "diagnosis"_L1) {
        window.showPage<DiagnosisPage>();
        window.page<DiagnosisPage>()->run();
        QVERIFY(desk.untilChecked());
        return;
    }
    if (page == "terraform"_L1) {
        window.showPage<TerraformPage>();
        return;
    }
    if (page == "about"_L1) {
        window.showPage<AboutPage>();
        return;
    }
    window.showPage<SetupPage>();
    QVERIFY(desk.untilChecked());
    QVERIFY(desk.untilIdle());
    static const QStringList steps{u"machine"_s, u"identity"_s, u"organization"_s, u"signin"_s,
                                   u"rights"_s,  u"plan"_s,     u"proof"_s,        u"provider"_s};
    window.page<SetupPage>()->goTo(setupSteps[std::size_t(steps.indexOf(page))]);
    QVERIFY(desk.untilIdle());
}

} // namespace

void TestPages::everyPageKeepsWhatPagePromises()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    MainWindow &window = desk.window();
    QVERIFY(window.pages().size() >= 6);
    QSet<QString> titles;
    QSet<QString> keys;
    int number = 0;
    for (Page *page : window.pages()) {
        QVERIFY(!page->title().isEmpty());
        QVERIFY2(QFile::exists(u":/icons/%1.svg"_s.arg(page->iconName())), qPrintable(page->iconName()));
        QCOMPARE(page->accessibleName(), page->title());
        titles.insert(page->title());
        keys.insert(page->shortcut().toString());
        if (const auto card = page->card())
            QVERIFY(!card->title.isEmpty() && !card->text.isEmpty());

        // Its key brings it up from any other page, and puts the keyboard on it.
        window.showPage(page == window.pages().first() ? window.pages().last() : window.pages().first());
        QVERIFY(window.currentPage() != page);
        if (page->group() == Page::Group::Work)
            QTest::keyClick(&window, Qt::Key(Qt::Key_1 + number++), Qt::ControlModifier);
        else
            QTest::keySequence(&window, page->shortcut());
        QCOMPARE(window.currentPage(), page);
        QVERIFY2(page->isAncestorOf(QApplication::focusWidget()), qPrintable(page->title()));

        // The rail has a button of that name, which is the pressed one.
        int pressed = 0;
        for (const RailButton *button : window.findChildren<RailButton *>()) {
            if (!button->isChecked())
                continue;
            ++pressed;
            QCOMPARE(button->accessibleName(), page->title());
        }
        QCOMPARE(pressed, 1);
        QVERIFY(desk.untilIdle());
    }
    QCOMPARE(titles.size(), window.pages().size());
    QCOMPARE(keys.size(), window.pages().size());
}

void TestPages::refreshLooksAgain_data()
{
    QTest::addColumn<QString>("icon");
    QTest::newRow("set up") << u"setup"_s;
    QTest::newRow("diagnose") << u"diagnose"_s;
    QTest::newRow("token") << u"token"_s;
    QTest::newRow("terraform") << u"terraform"_s;
}

void TestPages::refreshLooksAgain()
{
    QFETCH(QString, icon);
    Desk desk(scenario(u"use-msi-not-set"_s));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    MainWindow &window = desk.window();
    for (Page *page : window.pages()) {
        if (page->iconName() == icon)
            window.showPage(page);
    }
    QCOMPARE(window.currentPage()->iconName(), icon);
    QVERIFY(desk.untilIdle());

    // A configuration is read from the disk; all else is asked of the simulated Azure.
    QSignalSpy read(window.page<TerraformPage>()->session(), &TerraformSession::changed);
    const qsizetype before = desk.server().requests().size();
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_VERIFY(icon == "terraform"_L1 ? !read.isEmpty() : desk.server().requests().size() > before);
    QVERIFY(desk.untilChecked());
}

void TestPages::closingWhileChangesAreMadeAsks()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"plan"_s);
    MainWindow &window = desk.window();
    window.setupSession()->act();
    QCOMPARE(window.setupSession()->changes()->activity(), PlanSession::Activity::Applying);
    QVERIFY(!window.close());
    QVERIFY(window.isVisible());
    QVERIFY(everyText(window).contains(u"Signet is changing the organization."_s));
    QVERIFY(desk.untilIdle());
    QVERIFY(desk.untilChecked());
    QVERIFY(window.close());
}

void TestPages::everyControlHasANameAndIsReachedByTab_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"start", "machine", "identity", "organization", "signin", "rights", "plan",
                             "proof", "provider", "diagnosis", "terraform", "about"})
        QTest::newRow(page) << QString::fromLatin1(page);
}

void TestPages::everyControlHasANameAndIsReachedByTab()
{
    QFETCH(QString, page);
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, page);
    QCoreApplication::processEvents();

    const QList<QWidget *> wanted = controls(desk.window());
    QVERIFY(wanted.size() >= 5);
    const QSet<QWidget *> reached = reachedByTab(desk.window());
    for (QWidget *widget : wanted) {
        const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible);
        const QString name = accessible->text(QAccessible::Name);
        QVERIFY2(!name.trimmed().isEmpty(), widget->metaObject()->className());
        QVERIFY2(reached.contains(widget) || isReachedByArrows(widget),
                 qPrintable(u"Tab does not reach %1 \"%2\""_s.arg(
                     QString::fromLatin1(widget->metaObject()->className()), name)));
    }
}

void TestPages::wordsAreCalm()
{
    QFETCH(QString, page);
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, page);

    static const QStringList verbs{
        u"Add"_s,    u"Apply"_s,   u"Ask"_s,    u"Attach"_s, u"Back"_s,    u"Cancel"_s,   u"Change"_s,
        u"Check"_s,  u"Choose"_s,  u"Clear"_s,  u"Close"_s,  u"Compare"_s, u"Continue"_s, u"Copy"_s,
        u"Create"_s, u"Correct"_s, u"Delete"_s, u"Edit"_s,   u"Enable"_s,  u"Find"_s,     u"Forget"_s,
        u"Get"_s,    u"Keep"_s,    u"Learn"_s,  u"Leave"_s,  u"Look"_s,    u"Make"_s,     u"Open"_s,
        u"Paste"_s,  u"Plan"_s,    u"Read"_s,   u"Remove"_s, u"Run"_s,     u"Save"_s,     u"Search"_s,
        u"See"_s,    u"Show"_s,    u"Sign"_s,   u"Stop"_s,   u"Switch"_s,  u"Try"_s,      u"Undo"_s,
        u"Use"_s,    u"Watch"_s,   u"Write"_s};
    for (const QPushButton *button : desk.window().findChildren<QPushButton *>()) {
        // A flat button is a link: it bears the name of what it leads to.
        if (button->isFlat() || button->text().isEmpty())
            continue;
        QVERIFY2(verbs.contains(plain(button->text()).remove(u'…').section(u' ', 0, 0)),
                 qPrintable(button->text()));
    }
    QString text = everyText(desk.window());
    // What the service itself says is shown as it said it.
    text.remove(QChar(0x200B));
    text.remove(u"TF401444: Please sign-in"_s);
    QVERIFY(!text.contains(u'!'));
    QVERIFY(!text.contains(u"please"_s, Qt::CaseInsensitive));
    QVERIFY(!text.contains(u"error occurred"_s, Qt::CaseInsensitive));
}

void TestPages::keyboardAloneLeadsToTheProviderBlock()
{
    const QTemporaryDir folder;
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    MainWindow &window = desk.window();
    const auto press = [&window](Qt::Key key) { QTest::keyClick(window.windowHandle(), key); };

    QVERIFY(tabTo(window, [](QWidget *widget) { return qobject_cast<ChoiceCard *>(widget) != nullptr; }));
    press(Qt::Key_Return);
    QVERIFY(window.shows<SetupPage>());
    QVERIFY(desk.untilChecked());

    QVERIFY(desk.untilIdle());
    const auto is = [](const QString &words) { return isButton(QApplication::focusWidget(), words); };

    QVERIFY(is(u"Use this machine"_s));
    press(Qt::Key_Return);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::Identity);
    QVERIFY(is(u"Use vm-build"_s));
    press(Qt::Key_Return);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::Organization);
    QVERIFY(is(u"Use contoso"_s));
    press(Qt::Key_Return);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::SignIn);
    QVERIFY(is(u"Continue as Jane Doe"_s));
    press(Qt::Key_Return);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::Rights);
    QVERIFY(is(u"Plan the changes"_s));
    press(Qt::Key_Return);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::Plan);
    QVERIFY(desk.untilIdle());
    // One more stroke of the same key changes nothing: the button has to be gone to.
    press(Qt::Key_Return);
    QVERIFY(desk.untilIdle());
    QVERIFY(!window.setupSession()->changes()->receipt());
    QVERIFY(tabTo(window, [](QWidget *widget) { return isButton(widget, u"Add vm-build to contoso"_s); }));
    press(Qt::Key_Space);
    QVERIFY(desk.untilIdle());
    QVERIFY(desk.untilChecked());
    QVERIFY(tabTo(window, [](QWidget *widget) { return isButton(widget, u"See the proof"_s); }));
    press(Qt::Key_Space);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::Proof);
    QVERIFY(desk.untilIdle());
    QVERIFY(window.setupSession()->isProven());
    QVERIFY(is(u"Create the provider block"_s));
    press(Qt::Key_Return);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::ProviderBlock);

    QVERIFY(
        tabTo(window, [](QWidget *widget) { return widget->accessibleName().startsWith(u"Folder of"_s); }));
    QTest::keyClicks(QApplication::focusWidget(), folder.path());
    QVERIFY(tabTo(window, [](QWidget *widget) { return isButton(widget, u"Write 1 file"_s); }));
    press(Qt::Key_Space);
    QFile file(folder.filePath(u"providers.tf"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.contains("https://dev.azure.com/contoso"));
    QVERIFY(content.contains("use_msi"));
    QVERIFY(everyText(window).contains(u"1 file was written"_s));
}

void TestPages::invalidClientIdIsSaidInPlace()
{
    Desk desk(scenario(u"healthy"_s));
    show(desk);
    goTo(desk, u"identity"_s);
    MainWindow &window = desk.window();
    // Whoever is signed in could search by that name.
    window.setupSession()->signIn()->signOut();
    QVERIFY(desk.untilIdle());
    for (QRadioButton *radio : window.page<SetupPage>()->findChildren<QRadioButton *>()) {
        if (plain(radio->text()).startsWith(u"A user-assigned"_s))
            radio->click();
    }
    auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    const qsizetype before = desk.server().requests().size();
    QTest::keyClicks(field, u"vm-build"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(everyText(window).contains(u"vm-build"_s));
    bool said = false;
    for (const Message *message : window.page<SetupPage>()->findChildren<Message *>())
        said = said || (message->isVisible() && message->title().contains(u"vm-build"_s));
    QVERIFY(said);
    QCOMPARE(QApplication::focusWidget(), field);
    // Nothing was asked with it.
    QCOMPARE(desk.server().requests().size(), before);
}

void TestPages::messageRepeatsTheCommandForTheSandbox()
{
    Message message;
    message.show(Problem(finding::notInOrg), u"not-in-org"_s);
    QVERIFY(message.accessibleName().endsWith(u"--sandbox not-in-org"_s));
    message.show(Problem(finding::notInOrg), {});
    QVERIFY(message.accessibleName().contains(u"signet setup plan"_s));
    QVERIFY(!message.accessibleName().contains(u"--sandbox"_s));
}

void TestPages::titlesOfTheStepsAreNeverCut()
{
    Desk desk(scenario(u"healthy"_s));
    show(desk);
    desk.window().showPage<SetupPage>();
    desk.window().resize(desk.window().minimumSizeHint());
    QVERIFY(desk.untilChecked());
    QCoreApplication::processEvents();
    int titles = 0;
    for (const StepButton *button : desk.window().page<SetupPage>()->findChildren<StepButton *>()) {
        const QFontMetrics strong(theme::strongFont(button->font()));
        // The sign of the state is at the left of the title.
        QVERIFY2(button->width() >= strong.horizontalAdvance(button->text()) + 20,
                 qPrintable(button->text()));
        ++titles;
    }
    QCOMPARE(titles, 8);
}

void TestPages::invalidOrganizationIsSaidInPlace()
{
    Desk desk(scenario(u"healthy"_s));
    show(desk);
    goTo(desk, u"organization"_s);
    MainWindow &window = desk.window();
    QLineEdit *field = nullptr;
    for (QLineEdit *candidate : window.page<SetupPage>()->findChildren<QLineEdit *>()) {
        if (candidate->isVisible() && candidate->accessibleName() == u"Organization"_s)
            field = candidate;
    }
    QVERIFY(field);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, u"ftp://nowhere"_s);
    QTest::keyClick(field, Qt::Key_Return);
    bool said = false;
    for (const Message *message : window.page<SetupPage>()->findChildren<Message *>())
        said = said || message->isVisible();
    QVERIFY(said);
    QCOMPARE(window.setupSession()->diagnosis()->question().organizationText(),
             u"https://dev.azure.com/contoso"_s);
}

namespace {

const QString projectField = u"Project to add"_s;
const QString groupField = u"Group of the organization to add"_s;

// The field of that name on the step of the rights, with the keyboard in it.
NameField *fieldOfRights(Desk &desk, const QString &name)
{
    const bool isThere =
        tabTo(desk.window(), [&name](QWidget *widget) { return widget->accessibleName() == name; });
    return isThere ? qobject_cast<NameField *>(QApplication::focusWidget()) : nullptr;
}

bool settles(const PickerModel *names)
{
    return QTest::qWaitFor([names] { return names->state() != PickerModel::State::Loading; }, 20'000);
}

} // namespace

void TestPages::namesArePickedByKeyboard_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("letters");
    QTest::addColumn<QString>("name");
    QTest::newRow("project") << projectField << u"payroll"_s << u"Contoso-Payroll"_s;
    QTest::newRow("group") << groupField << u"project collection a"_s
                           << u"Project Collection Administrators"_s;
}

void TestPages::namesArePickedByKeyboard()
{
    QFETCH(QString, field);
    QFETCH(QString, letters);
    QFETCH(QString, name);
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"rights"_s);
    MainWindow &window = desk.window();
    SetupSession &session = *window.setupSession();
    const bool isProject = field == projectField;
    const PickerModel *names = isProject ? session.projectPicker() : session.groupPicker();
    const auto press = [&window](Qt::Key key) { QTest::keyClick(window.windowHandle(), key); };
    NameField *box = fieldOfRights(desk, field);
    QVERIFY(box);

    press(Qt::Key_Down);
    QVERIFY(box->isOpen());
    QVERIFY(settles(names));
    QVERIFY(names->rowCount() > 1);
    QCOMPARE(QApplication::focusWidget(), box);
    press(Qt::Key_Escape);
    QVERIFY(!box->isOpen());
    QCOMPARE(QApplication::focusWidget(), box);
    QCOMPARE(window.page<SetupPage>()->currentStep(), SetupStep::Rights);

    QTest::keyClicks(box, letters);
    QVERIFY(QTest::qWaitFor([&] { return box->isOpen() && names->text() == letters; }));
    QVERIFY(settles(names));
    QCOMPARE(names->rowCount(), 1);
    press(Qt::Key_Down);
    const auto *list = qobject_cast<QListView *>(QApplication::focusWidget());
    QVERIFY(list);
    QVERIFY(!list->accessibleName().isEmpty());
    QCOMPARE(list->currentIndex().data().toString(), name);
    // Up leads back to the field, and a letter does.
    press(Qt::Key_Up);
    QCOMPARE(QApplication::focusWidget(), box);
    press(Qt::Key_Down);
    press(Qt::Key_Backspace);
    QCOMPARE(QApplication::focusWidget(), box);
    QCOMPARE(box->currentText(), letters.chopped(1));
    press(Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), list);
    press(Qt::Key_Return);
    QVERIFY(!box->isOpen());
    QCOMPARE(QApplication::focusWidget(), box);
    QCOMPARE(box->currentText(), name);
    const SetupSession::Rights before = session.rights();
    press(Qt::Key_Return);
    const SetupSession::Rights after = session.rights();
    QCOMPARE(box->currentText(), QString());
    if (isProject) {
        QCOMPARE(after.projects.size(), before.projects.size() + 1);
        QCOMPARE(after.projects.last().project, name);
    } else {
        QCOMPARE(after.groups, QStringList{name});
    }
}

void TestPages::nameThatIsNotListedCanBeTyped()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"rights"_s);
    MainWindow &window = desk.window();
    NameField *box = fieldOfRights(desk, groupField);
    QVERIFY(box);
    const qsizetype before = desk.server().requests().size();
    QTest::keyClicks(box, u"Somewhere else"_s);
    QTest::keyClick(window.windowHandle(), Qt::Key_Return);
    QCOMPARE(window.setupSession()->rights().groups, QStringList{u"Somewhere else"_s});
    // Whoever did not pause has searched for nothing, and will not by and by.
    const auto timers = box->findChildren<QTimer *>();
    QVERIFY(!timers.isEmpty());
    for (const QTimer *timer : timers)
        QVERIFY(!timer->isActive());
    QVERIFY(!box->isOpen());
    QCOMPARE(desk.server().requests().size(), before);
    QVERIFY(window.setupSession()->groupPicker()->state() == PickerModel::State::Idle);
    // Tab leaves the list behind.
    QTest::keyClick(window.windowHandle(), Qt::Key_Down);
    QVERIFY(settles(window.setupSession()->groupPicker()));
    QTest::keyClick(window.windowHandle(), Qt::Key_Down);
    QVERIFY(qobject_cast<QListView *>(QApplication::focusWidget()));
    QTest::keyClick(window.windowHandle(), Qt::Key_Tab);
    QVERIFY(!box->isOpen());
    QVERIFY(QApplication::focusWidget() != box);
    QVERIFY(window.page<SetupPage>()->isAncestorOf(QApplication::focusWidget()));
}

void TestPages::listReadsOnAsItIsScrolled()
{
    sandbox::Scenario large = scenario(u"not-in-org"_s);
    for (int i = 0; i < 1'000; ++i)
        large.world.organizations.front().projects.push_back(
            {.id = sandbox::stableGuid(u"project %1"_s.arg(i)),
             .name = u"Project %1"_s.arg(i),
             .description = {},
             .visibleTo = {}});
    Desk desk(large);
    show(desk);
    goTo(desk, u"rights"_s);
    MainWindow &window = desk.window();
    const PickerModel *names = window.setupSession()->projectPicker();
    const auto press = [&window](Qt::Key key) { QTest::keyClick(window.windowHandle(), key); };
    const auto pages = [&desk] {
        const auto &requests = desk.server().requests();
        return std::count_if(requests.begin(), requests.end(), [](const sandbox::SeenRequest &request) {
            return request.query.contains("$top=200"_L1) || request.query.contains("%24top=200"_L1);
        });
    };
    QVERIFY(settles(names));
    const auto before = pages();
    NameField *box = fieldOfRights(desk, projectField);
    QVERIFY(box);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    const auto *list = qobject_cast<QListView *>(QApplication::focusWidget());
    QVERIFY(list);
    // The page that came when the step was reached is enough for the list to open.
    QCoreApplication::processEvents();
    QVERIFY(names->state() == PickerModel::State::More);
    QCOMPARE(names->rowCount(), 200);
    QCOMPARE(pages(), before);
    for (const int rows : {400, int(PickerModel::mostRows)}) {
        press(Qt::Key_End);
        QVERIFY(QTest::qWaitFor([&] { return names->rowCount() == rows; }));
        QVERIFY(settles(names));
    }
    QVERIFY(names->state() == PickerModel::State::Cut);
    QCOMPARE(pages(), before + 2);
    QVERIFY(everyText(window).contains(u"more than 500"_s));
    press(Qt::Key_End);
    press(Qt::Key_Return);
    QCOMPARE(box->currentText(), names->index(int(PickerModel::mostRows) - 1).data().toString());
}

void TestPages::failedListCanBeAskedAgain()
{
    sandbox::Scenario world = scenario(u"not-in-org"_s);
    sandbox::Fault fault;
    fault.path = u"_apis/graph/groups"_s;
    fault.times = 100;
    world.world.faults.push_back(fault);
    Desk desk(world);
    show(desk);
    goTo(desk, u"rights"_s);
    MainWindow &window = desk.window();
    const PickerModel *names = window.setupSession()->groupPicker();
    const auto press = [&window](Qt::Key key) { QTest::keyClick(window.windowHandle(), key); };
    NameField *box = fieldOfRights(desk, groupField);
    QVERIFY(box);
    press(Qt::Key_Down);
    QVERIFY(settles(names));
    QVERIFY(names->problem());
    QVERIFY(everyText(window).contains(u"Azure DevOps returned 500"_s));
    desk.server().world().faults.clear();
    press(Qt::Key_Down);
    QVERIFY(isButton(QApplication::focusWidget(), u"Try again"_s));
    press(Qt::Key_Space);
    QVERIFY(settles(names));
    QVERIFY(!names->problem());
    QVERIFY(box->isOpen());
    QCOMPARE(QApplication::focusWidget(), box);
    press(Qt::Key_Down);
    QVERIFY(qobject_cast<QListView *>(QApplication::focusWidget()));
    press(Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), box);
}

void TestPages::existingProviderBlockIsChangedInPlace()
{
    const QTemporaryDir folder;
    QFile existing(folder.filePath(u"main.tf"_s));
    QVERIFY(existing.open(QIODevice::WriteOnly));
    existing.write("provider \"azuredevops\" { # ours\n}\n");
    existing.close();

    Desk desk(scenario(u"healthy"_s));
    show(desk);
    goTo(desk, u"provider"_s);
    desk.window().setupSession()->terraform()->setDirectory(folder.path());
    QVERIFY(desk.untilIdle());
    for (QPushButton *button : desk.window().page<SetupPage>()->findChildren<QPushButton *>()) {
        if (button->isVisible() && isButton(button, u"Write 1 file"_s)) {
            button->click();
            break;
        }
    }
    QVERIFY(desk.untilIdle());
    QVERIFY(!QFile::exists(folder.filePath(u"providers.tf"_s)));
    QVERIFY(existing.open(QIODevice::ReadOnly));
    const QByteArray after = existing.readAll();
    QVERIFY(after.contains("# ours"));
    QVERIFY(after.contains("use_msi"));
    QVERIFY(everyText(desk.window()).contains(u"main.tf.signet-backup"_s));
}

void TestPages::scenarioBringsItsConfiguration()
{
    Desk desk(scenario(u"use-msi-not-set"_s));
    show(desk);
    goTo(desk, u"terraform"_s);
    const TerraformSession *session = desk.window().page<TerraformPage>()->session();
    QTRY_VERIFY(session->explanation());
    QCOMPARE(session->place(), TerraformSession::Place::OnMachine);
    QTRY_VERIFY(everyText(desk.window()).contains(session->document()->sentence));
    // Another folder can be looked at, and the scenario's again.
    const QTemporaryDir folder;
    desk.window().page<TerraformPage>()->session()->setDirectory(folder.path());
    bool offered = false;
    for (QPushButton *button : desk.window().page<TerraformPage>()->findChildren<QPushButton *>()) {
        if (button->isVisible() && isButton(button, u"Use the simulated folder"_s)) {
            offered = true;
            button->click();
        }
    }
    QVERIFY(offered);
    QCOMPARE(session->place(), TerraformSession::Place::OnMachine);
}

void TestPages::diagnosisLooksAtTheChosenFolder()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"main.tf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n");
    file.close();
    Desk desk(scenario(u"healthy"_s));
    show(desk);
    desk.window().showPage<DiagnosisPage>();
    bool offered = false;
    for (const QAbstractButton *button :
         desk.window().page<DiagnosisPage>()->findChildren<QAbstractButton *>())
        offered = offered
            || (button->isVisible()
                && button->accessibleName() == u"Choose the folder of the Terraform configuration"_s);
    QVERIFY(offered);
    desk.window().page<DiagnosisPage>()->setFolder(folder.path());
    QVERIFY(desk.untilChecked());
    const Report &report = desk.window().setupSession()->diagnosis()->report();
    QVERIFY(report.subject.contains(u"terraform"_s));
    QVERIFY(report.verdict == Verdict::NotReady);
}

void TestPages::fixLeadsToTheConfiguration()
{
    Desk desk(scenario(u"use-msi-not-set"_s));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    QVERIFY(press(desk.window().page<DiagnosisPage>(), FindingAction::EditConfiguration));
    QVERIFY(desk.window().shows<TerraformPage>());
    QCOMPARE(desk.window().page<TerraformPage>()->session()->directory(),
             desk.window().setupSession()->diagnosis()->question().terraformFolder->value);
}

// The buttons of all scenarios are those of the catalog; here is where each of them leads.
void TestPages::actionsActOnTheirPage_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<FindingAction>("action");
    QTest::addColumn<SetupStep>("step");
    QTest::addRow("several identities")
        << u"multiple-identities"_s << FindingAction::ChooseIdentity << SetupStep::Identity;
    QTest::addRow("no identity") << u"identity-not-assigned"_s << FindingAction::AttachIdentity
                                 << SetupStep::Identity;
}

void TestPages::actionsActOnTheirPage()
{
    QFETCH(const QString, name);
    QFETCH(const FindingAction, action);
    QFETCH(const SetupStep, step);
    Desk desk(scenario(name));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    QVERIFY(press(desk.window().page<DiagnosisPage>(), action));
    QVERIFY(desk.window().shows<SetupPage>());
    QCOMPARE(desk.window().setupSession()->currentStep(), step);
}

void TestPages::organizationIsCorrectedInItsField()
{
    Desk desk(scenario(u"org-url-wrong"_s));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    auto *page = desk.window().page<DiagnosisPage>();
    QVERIFY(press(page, FindingAction::CorrectOrganization));
    auto *field = qobject_cast<QLineEdit *>(desk.window().focusWidget());
    QVERIFY(field);
    QCOMPARE(field->accessibleName(), u"Organization"_s);
    QCOMPARE(field->selectedText(), field->text());
}

void TestPages::administratorIsAskedWithAMessage()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    auto *page = desk.window().page<DiagnosisPage>();
    QVERIFY(press(page, FindingAction::AskAdministrator));
    QString message;
    for (const CommandBox *box : page->findChildren<CommandBox *>()) {
        if (box->isVisible() && box->text().contains(u"Checked with Signet"_s))
            message = box->text();
    }
    QVERIFY(message.contains(u"Organization: contoso\n"_s));
    QVERIFY(message.contains(u"Object id: a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4\n"_s));
    QVERIFY(message.contains(u"\nsignet setup plan --org https://dev.azure.com/contoso "_s));
}

void TestPages::causeLeadsToThePlan()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    MainWindow &window = desk.window();
    bool clicked = false;
    for (QPushButton *button : window.page<DiagnosisPage>()->findChildren<QPushButton *>()) {
        if (!clicked && button->isVisible() && isButton(button, u"Plan the changes"_s)) {
            clicked = true;
            button->click();
        }
    }
    QVERIFY(clicked);
    QVERIFY(window.shows<SetupPage>());
    QVERIFY(desk.untilIdle());
    // What was found out by the diagnosis is decided; only who administers had to be asked.
    QVERIFY(window.setupSession()->principal());
    window.page<SetupPage>()->goTo(SetupStep::Plan);
    QVERIFY(desk.untilIdle());
    QVERIFY(window.setupSession()->changes()->plan());
    QVERIFY(everyText(window).contains(u"member vm-build (Basic)"_s));
}

// As the page saves it.
QString TestPages::saved(const Report &report)
{
    const QString path = m_folder.filePath(u"friday.json"_s);
    const auto content = reportFile(report, *findReportFormat(u"json"), path);
    if (!content || !Host::real().writeFile(path, *content))
        qFatal("the report could not be written");
    return path;
}

void TestPages::savedReportLeadsToThePlan()
{
    Desk desk(scenario(u"not-on-azure"_s));
    desk.window().open(saved(notMemberReport()));
    QVERIFY(desk.window().shows<DiagnosisPage>());
    Q_EMIT desk.window().page<DiagnosisPage>()->actionWanted(FindingAction::PlanMembership);
    const SetupSession *session = desk.window().setupSession();
    QVERIFY(desk.window().shows<SetupPage>());
    QVERIFY(session->where() == SetupSession::Where::Elsewhere);
    QVERIFY(session->principal());
    QCOMPARE(session->principal()->objectId.toString(), notMemberReport().machine->objectId);
}

void TestPages::whatCannotBeOpenedIsSaidInTheWindow()
{
    Desk desk(scenario(u"healthy"_s));
    show(desk);
    desk.window().open(u"/no/such/report.json"_s);
    bool isSaid = false;
    for (const Message *message : desk.window().findChildren<Message *>())
        isSaid = isSaid || (message->isVisible() && message->title().contains(u"/no/such/report.json"_s));
    QVERIFY(isSaid);
}

// Two windows: the one that asks, and the one of the administrator.
void TestPages::requestIsHandedOverAndAnswered()
{
    const QString path = m_folder.filePath(u"request.json"_s);
    Desk asking(scenario(u"not-in-org"_s));
    show(asking);
    goTo(asking, u"diagnosis"_s);
    SetupSession *requester = asking.window().setupSession();
    QVERIFY(requester->request());
    QCOMPARE(requester->request()->reason, finding::notInOrg);
    QVERIFY(requester->saveRequest(path));
    // As the text of a mail: quoted, broken, and with other text around it.
    QByteArray mail = requestMail(*requester->request()).toUtf8();
    mail.replace("\n", "\n> ");
    mail.replace(" ", "\n");
    QVERIFY(SetupRequest::fromText("Hello,\n" + mail));

    Desk deciding(scenario(u"not-in-org"_s));
    show(deciding);
    deciding.window().open(path);
    QVERIFY(deciding.window().shows<SetupPage>());
    SetupSession *administrator = deciding.window().setupSession();
    QVERIFY(administrator->where() == SetupSession::Where::Elsewhere);
    QVERIFY(deciding.untilIdle());
    QCOMPARE(administrator->principal()->objectId, requester->principal()->objectId);
    // What the file calls the identity is not what the plan says.
    QVERIFY(administrator->rights() == requester->rights());
    administrator->goTo(SetupStep::Plan);
    QVERIFY(deciding.untilIdle());
    QVERIFY(administrator->changes()->plan());
    administrator->act();
    QVERIFY(deciding.untilIdle());
    QVERIFY(administrator->changes()->isDone());

    const QString answer = m_folder.filePath(u"receipt.json"_s);
    QVERIFY(Host::real().writeFile(answer, administrator->changes()->receipt()->toJson()));
    const auto opened = requester->openAnswer(answer);
    QVERIFY(opened);
    QVERIFY2(opened->missing.isEmpty(), qPrintable(opened->missing.join(u", "_s)));
    QCOMPARE(requester->currentStep(), SetupStep::Proof);
    QVERIFY(asking.untilIdle());
}

void TestPages::requestIsRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<FindingId>("findingId");
    QTest::addRow("altered") << QByteArray("contoso") << QByteArray("fabrikam") << finding::documentAltered;
    QTest::addRow("not a request") << QByteArray("signet-setup-request") << QByteArray("something")
                                   << finding::reportNotValid;
}

void TestPages::requestIsRefused()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const FindingId, findingId);
    const QString path = m_folder.filePath(u"refused.json"_s);
    QVERIFY(Host::real().writeFile(path, aRequest().toJson().replace(from, to)));
    const auto kind = openFile(Host::real(), path);
    Desk desk(scenario(u"not-in-org"_s));
    const auto taken = kind ? desk.window().setupSession()->openRequest(path) : Result<Done>(kind.problem());
    QVERIFY(!taken);
    QCOMPARE(taken.problem().findingId, findingId);
}

void TestPages::oldRequestIsRefused()
{
    SetupRequest request = aRequest();
    const qint64 now = 1'790'000'000;
    request.createdAt = now - 31 * 24 * 60 * 60;
    QCOMPARE(checkAge(request, now).problem().findingId, finding::requestOutdated);
    request.createdAt = now - 29 * 24 * 60 * 60;
    QVERIFY(checkAge(request, now));
}

void TestPages::pastedErrorIsExplained()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    QByteArray log;
    for (int i = 0; i < 2000; ++i)
        log += "module.a: Refreshing state...\n";
    log += "Error: TF401444: Please sign-in at least once as a4d8c7b6 in a web browser\n";
    QGuiApplication::clipboard()->setText(QString::fromUtf8(log));
    QTest::keyClick(&desk.window(), Qt::Key_V, Qt::ControlModifier);
    QVERIFY(desk.window().shows<StartPage>());
    QTRY_VERIFY(everyText(desk.window()).contains(u"Line 2001: "_s));
    // Another one while it is read: only the last one counts.
    desk.window().pasteError(QString::fromUtf8(log));
    desk.window().pasteError(u"nothing that is known"_s);
    QTRY_VERIFY(everyText(desk.window()).contains(u"No known error was found"_s));
}

void TestPages::typedRightIsNotLost()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"rights"_s);
    auto *project = desk.window().findChild<NameField *>();
    QVERIFY(project);
    project->setEditText(u"Tailspin"_s);
    for (QPushButton *button : desk.window().findChildren<QPushButton *>()) {
        if (button->isVisible() && isButton(button, u"Plan the changes"_s))
            button->click();
    }
    QCOMPARE(desk.window().setupSession()->currentStep(), SetupStep::Plan);
    QStringList names;
    for (const ProjectWish &wish : desk.window().setupSession()->rights().projects)
        names.append(wish.project);
    QVERIFY2(names.contains(u"Tailspin"_s), qPrintable(names.join(u',')));
}

void TestPages::whoIsSignedInIsAlwaysSaid()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    const auto *account = desk.window().findChild<AccountButton *>();
    QVERIFY(account);
    QCOMPARE(account->accessibleName(), u"Not signed in"_s);
    goTo(desk, u"machine"_s);
    for (Page *page : desk.window().pages()) {
        desk.window().showPage(page);
        QVERIFY(account->isVisible());
        QCOMPARE(account->accessibleName(), u"Signed in: Jane Doe"_s);
    }
    desk.window().setupSession()->signIn()->signOut();
    QVERIFY(desk.untilIdle());
    QCOMPARE(account->accessibleName(), u"Not signed in"_s);
}

void TestPages::planSaysWhatItSends()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    goTo(desk, u"plan"_s);
    const QString text = everyText(desk.window());
    QVERIFY(text.contains(u"+  member vm-build (Basic)"_s));
    QVERIFY(text.contains(u"POST https://vsaex.dev.azure.com/contoso/_apis/serviceprincipalentitlements"_s));
    QVERIFY(text.contains(u"\"originId\": \"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4\""_s));
    QVERIFY(text.contains(u"Project Collection Administrators"_s));
    QVERIFY(text.contains(u"2 of 5 are taken"_s));
    QVERIFY(text.contains(u"signet setup apply plan.json"_s));
}

void TestPages::savedReportIsShown()
{
    MainWindow window{WindowMemory()};
    const Host disk = Host::real();
    Report report = notMemberReport();
    report.subject.insert(u"sandbox"_s, u"not-in-org"_s);
    Work work{.sessionContext = SessionContext{Host::from(HostImage()), NetSettings(), disk},
              .question = {},
              .simulation = {},
              .trySimulation = [](const QString &) { },
              .openedPath = saved(report)};
    window.setWork(work);
    QVERIFY(window.shows<DiagnosisPage>());
    const QString text = everyText(window);
    QVERIFY(text.contains(u"This report was opened from a file"_s));
    QVERIFY(text.contains(u"Azure was simulated"_s));
    QVERIFY(text.contains(u" ago."_s));
    QVERIFY(text.contains(describe(report).sentence));
    // The guided path knows nothing of it.
    QCOMPARE(window.setupSession()->nextStep(), SetupStep::Machine);
    // And it makes room for this machine again.
    Q_EMIT window.page<DiagnosisPage>()->closeWanted();
    QVERIFY(!window.page<DiagnosisPage>()->session()->isOpened());
    QVERIFY(!everyText(window).contains(describe(report).sentence));
}

void TestPages::simulationIsNamedAboveEverything()
{
    Desk desk(scenario(u"not-in-org"_s));
    show(desk);
    QVERIFY(desk.window().windowTitle().contains(u"not-in-org"_s));
    const QLabel *named = nullptr;
    for (const QLabel *label : desk.window().findChildren<QLabel *>()) {
        if (label->text() == u"Simulated Azure"_s)
            named = label;
    }
    QVERIFY(named && named->isVisible());
    QVERIFY(named->mapTo(&desk.window(), QPoint()).y() < 24);
}

void TestPages::secretsAreNowhere_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"healthy", "not-in-org", "wrong-audience"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestPages::secretsAreNowhere()
{
    QFETCH(QString, name);
    Desk desk(scenario(name));
    show(desk);
    goTo(desk, u"diagnosis"_s);
    QStringList texts;
    for (const CheckResult &check : desk.window().setupSession()->diagnosis()->report().checks) {
        desk.window().page<DiagnosisPage>()->choose(check.id);
        texts.append(everyText(desk.window()));
    }
    QVERIFY(!desk.server().issuedTokens().isEmpty());
    const QByteArray all = texts.join(u'\n').toUtf8();
    for (const QByteArray &token : desk.server().issuedTokens()) {
        QVERIFY(!all.contains(token));
        QVERIFY(!all.contains(token.left(token.indexOf('.', 40))));
    }
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestPages test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_pages.moc"
