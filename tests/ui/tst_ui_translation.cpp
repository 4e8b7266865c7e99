#include "core/language/pseudotranslator.h"
#include "core/result/printable.h"
#include "core/session/identitysession.h"
#include "tests/support/untranslated.h"
#include "tests/ui/handmade.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/setup/setuppage.h"
#include "ui/terraform/terraformpage.h"
#include "ui/theme.h"
#include "ui/token/tokenpage.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/simulationband.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// In the pseudo-language every text that can be translated is written with accents. Whatever else the windows
// show has to be a name, an id, code, a command or an address.
class TestTranslation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated_data();
    void everyTextIsTranslated();
    void namesControlNothing_data();
    void namesControlNothing();
};

namespace {

// Shows code, or what the person or a service calls it.
bool isCode(const QWidget *widget)
{
    for (const QWidget *one = widget; one; one = one->parentWidget()) {
        if (qobject_cast<const CommandBox *>(one) && widget != one)
            return qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QLabel *>(widget);
    }
    return false;
}

void collectRows(const QAbstractItemModel *model, const QModelIndex &parent, QStringList *texts)
{
    for (int row = 0; row < model->rowCount(parent); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex index = model->index(row, column, parent);
            for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole),
                                   int(Qt::AccessibleDescriptionRole)})
                texts->append(index.data(role).toString());
        }
        collectRows(model, model->index(row, 0, parent), texts);
    }
}

enum class Code { LeftOut, Included };

// Each text with what shows it.
QStringList textsOf(QWidget &window, Code code = Code::LeftOut)
{
    QStringList found{u"title: "_s + window.windowTitle()};
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        QStringList texts{widget->toolTip(), widget->accessibleName(), widget->accessibleDescription()};
        if (code == Code::LeftOut && isCode(widget))
            texts.clear();
        else if (const auto *lines = qobject_cast<QPlainTextEdit *>(widget); lines && code == Code::Included)
            texts.append(lines->toPlainText());
        else if (const auto *label = qobject_cast<QLabel *>(widget))
            texts.append(label->text());
        else if (const auto *button = qobject_cast<QAbstractButton *>(widget))
            texts.append(button->text());
        else if (const auto *field = qobject_cast<QLineEdit *>(widget))
            texts.append(field->placeholderText());
        else if (const auto *tabs = qobject_cast<QTabBar *>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                texts.append(tabs->tabText(i));
        } else if (const auto *box = qobject_cast<QComboBox *>(widget)) {
            // The scenarios are names.
            if (!qobject_cast<SimulationBand *>(widget->parentWidget())) {
                for (int i = 0; i < box->count(); ++i)
                    texts.append(box->itemText(i));
            }
        } else if (const auto *view = qobject_cast<QAbstractItemView *>(widget);
                   view && view->model() && !qobject_cast<QHeaderView *>(widget)) {
            collectRows(view->model(), {}, &texts);
            for (int i = 0; i < view->model()->columnCount(); ++i)
                texts.append(view->model()->headerData(i, Qt::Horizontal).toString());
        }
        for (const QString &text : std::as_const(texts)) {
            if (!text.isEmpty())
                found.append(QLatin1StringView(widget->metaObject()->className()) + u": "_s + text);
        }
    }
    return found;
}

// The same world, in which whoever may give names has given hostile ones.
sandbox::Scenario withHostileNames(sandbox::Scenario scenario)
{
    const QString tail = u" \u202etosotnoc\u200b\x1b[31m\u0085"_s;
    sandbox::World &world = scenario.world;
    for (sandbox::Tenant &tenant : world.tenants)
        tenant.name += tail;
    for (sandbox::ManagedIdentity &identity : world.identities)
        identity.name += tail;
    for (sandbox::Person &person : world.persons)
        person.name += tail;
    for (sandbox::Organization &organization : world.organizations) {
        for (sandbox::Member &member : organization.members)
            member.displayName += tail;
        if (!organization.projects.empty()) {
            sandbox::Project project = organization.projects.front();
            project.id = sandbox::stableGuid(u"hostile project"_s);
            project.name = u"Aaa"_s + tail;
            organization.projects.push_back(project);
        }
        if (!organization.groups.empty()) {
            sandbox::Group group = organization.groups.front();
            group.originId = sandbox::stableGuid(u"hostile group"_s);
            group.displayName = u"Aaa"_s + tail;
            group.wellKnown.clear();
            organization.groups.push_back(group);
        }
    }
    return scenario;
}

// The characters of a text that control what is around them, or that nobody sees.
QString controlling(const QString &text)
{
    QString found;
    for (const char32_t c : text.toUcs4()) {
        if (c != U'\n' && c != U'\t' && (c < 0x20 || (c >= 0x7f && c < 0xa0) || isHidden(c)))
            found += u" U+%1"_s.arg(uint(c), 4, 16, QChar(u'0'));
    }
    return found;
}

void settle(Desk &desk)
{
    QVERIFY(desk.untilIdle());
    QCoreApplication::processEvents();
}

using Look = std::function<void(const QString &where)>;

void walkSetup(Desk &desk, const Look &look)
{
    MainWindow &window = desk.window();
    SetupSession &session = *window.setupSession();
    window.showPage<SetupPage>();
    QVERIFY(desk.untilChecked());
    settle(desk);
    for (const SetupStep step : setupSteps) {
        session.goTo(step);
        settle(desk);
        look(u"step %1"_s.arg(int(step)));
        if (step != SetupStep::Plan || !session.changes()->plan() || session.changes()->isDone())
            continue;
        session.act();
        settle(desk);
        look(u"after the changes"_s);
        session.changes()->lookAtUndo();
        settle(desk);
        look(u"before undo"_s);
        session.changes()->dropUndoPlan();
    }
}

void walkDiagnosis(Desk &desk, const Look &look)
{
    MainWindow &window = desk.window();
    window.showPage<DiagnosisPage>();
    look(u"empty diagnosis"_s);
    window.page<DiagnosisPage>()->run();
    QVERIFY(desk.untilChecked());
    settle(desk);
    for (const CheckResult &check : window.setupSession()->diagnosis()->report().checks) {
        window.page<DiagnosisPage>()->choose(check.id);
        QCoreApplication::processEvents();
        look(u"check "_s + check.id);
    }
}

void walkToken(Desk &desk, const Look &look)
{
    MainWindow &window = desk.window();
    window.showPage<TokenPage>();
    TokenPage &page = *window.page<TokenPage>();
    look(u"no token"_s);
    page.refresh();
    QVERIFY(QTest::qWaitFor([&page] { return !page.session()->asking(); }, 20'000));
    look(u"token"_s);
    page.showView(TokenPage::View::Comparison);
    look(u"comparison"_s);
    page.showView(TokenPage::View::Machine);
    QVERIFY(QTest::qWaitFor([&page] { return !page.identity()->isAsking(); }, 20'000));
    look(u"machine"_s);
}

void walkTerraform(Desk &desk, const Look &look)
{
    MainWindow &window = desk.window();
    window.showPage<TerraformPage>();
    QCoreApplication::processEvents();
    look(u"configuration of the machine"_s);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"main.tf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# of gro-\u202etosotnoc\nprovider \"azuredevops\" {\n  org_service_url = "
               "\"https://dev.azure.com/contoso\"\n}\n");
    file.close();
    window.page<TerraformPage>()->session()->setDirectory(folder.path());
    QTRY_VERIFY(!window.page<TerraformPage>()->session()->isReading());
    QCoreApplication::processEvents();
    look(u"configuration on the disk"_s);
}

void walkThrough(const QString &walk, Desk &desk, const Look &look)
{
    if (walk == "setup"_L1)
        walkSetup(desk, look);
    else if (walk == "diagnosis"_L1)
        walkDiagnosis(desk, look);
    else if (walk == "token"_L1)
        walkToken(desk, look);
    else if (walk == "terraform"_L1)
        walkTerraform(desk, look);
    else {
        for (Page *page : desk.window().pages()) {
            desk.window().showPage(page);
            settle(desk);
            look(page->iconName());
        }
    }
}

} // namespace

void TestTranslation::everyTextIsTranslated_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("walk");
    for (const char *name : {"healthy", "not-in-org"}) {
        for (const char *walk : {"pages", "setup", "diagnosis", "token", "terraform"})
            QTest::addRow("%s, %s", walk, name) << QString::fromLatin1(name) << QString::fromLatin1(walk);
    }
    QTest::addRow("terraform, traps") << u"pat-overrides-msi"_s << u"terraform"_s;
    QTest::addRow("setup, another machine") << u"not-on-azure"_s << u"setup"_s;
}

void TestTranslation::everyTextIsTranslated()
{
    QFETCH(QString, name);
    QFETCH(QString, walk);
    PseudoTranslator pseudo;
    QCoreApplication::installTranslator(&pseudo);
    Desk desk(scenario(name));
    desk.window().show();
    QVERIFY(QTest::qWaitForWindowActive(&desk.window()));

    QStringList faults;
    const Look look = [&](const QString &where) {
        for (const QString &text : textsOf(desk.window())) {
            const QString left = untranslated(text.section(u": "_s, 1));
            const QString fault = text.left(160) + u" ("_s + left.left(60) + u')';
            if (!left.isEmpty() && !faults.filter(text.left(160)).size())
                faults.append(u"%1, %2"_s.arg(where, fault));
        }
    };
    walkThrough(walk, desk, look);
    QCoreApplication::removeTranslator(&pseudo);
    if (!faults.isEmpty())
        QFAIL(qPrintable(u"%1 texts:\n%2"_s.arg(faults.size()).arg(faults.join(u'\n'))));
}

void TestTranslation::namesControlNothing_data()
{
    QTest::addColumn<QString>("walk");
    for (const char *walk : {"pages", "setup", "diagnosis", "terraform"})
        QTest::newRow(walk) << QString::fromLatin1(walk);
}

void TestTranslation::namesControlNothing()
{
    QFETCH(QString, walk);
    Desk desk(withHostileNames(scenario(walk == "setup"_L1 ? u"not-in-org"_s : u"healthy"_s)));
    desk.window().show();
    QVERIFY(QTest::qWaitForWindowActive(&desk.window()));
    QStringList faults;
    int escaped = 0;
    walkThrough(walk, desk, [&](const QString &where) {
        for (const QString &text : textsOf(desk.window(), Code::Included)) {
            escaped += text.contains("\\u{202E}"_L1);
            const QString found = controlling(text);
            const QString fault = text.left(120).toHtmlEscaped() + found;
            if (!found.isEmpty() && !faults.filter(text.left(120).toHtmlEscaped()).size())
                faults.append(u"%1, %2"_s.arg(where, fault));
        }
    });
    if (!faults.isEmpty())
        QFAIL(qPrintable(u"%1 texts:\n%2"_s.arg(faults.size()).arg(faults.join(u'\n'))));
    qInfo("%d texts with hostile names, escaped", escaped);
    QVERIFY(escaped > 0);
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestTranslation test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_translation.moc"
