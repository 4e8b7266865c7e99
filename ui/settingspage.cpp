#include "ui/settingspage.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// A label, its control, and a sentence below them.
QWidget *setting(const QString &text, QWidget *control, const QString &about, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *label = new QLabel(text, box);
    label->setBuddy(control);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::tight);
    line->addWidget(label);
    line->addWidget(control, 1);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    layout->addLayout(line);
    if (!about.isEmpty())
        layout->addWidget(mutedLabel(about, box));
    box->setMaximumWidth(theme::proseWidth(parent));
    return box;
}

} // namespace

SettingsPage::SettingsPage(std::shared_ptr<PreferencesStore> store, SignInSession *signIn,
                           const Environment &environment, QWidget *parent)
    : Page({u"settings"_s, tr("Settings"), Group::Help}, parent)
    , m_store(std::move(store))
    , m_signIn(signIn)
    , m_preferences(m_store ? m_store->load() : Preferences())
    , m_message(new Message(this))
    , m_question(new Message(this))
{
    auto *content = new QWidget;
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(2, 2, theme::gap::tight, theme::gap::tight);
    inside->setSpacing(theme::gap::normal);
    inside->addWidget(headingLabel(tr("Appearance"), content));
    inside->addWidget(makeLook());
    inside->addWidget(headingLabel(tr("Network"), content));
    inside->addWidget(makeNetwork(environment));
    inside->addWidget(headingLabel(tr("What Signet keeps"), content));
    inside->addWidget(makeKept());
    inside->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::section, theme::gap::wide, theme::gap::section, theme::gap::wide);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(titleLabel(tr("Settings"), this));
    layout->addWidget(m_message);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_question);
    if (!m_store)
        m_message->show(theme::Tone::Info, tr("Nothing is kept in the simulation"),
                        tr("The theme applies until you close the window."));
    connect(m_signIn, &SignInSession::changed, this, &SettingsPage::showKept);
    showKept();
}

QWidget *SettingsPage::makeLook()
{
    auto *box = new QWidget(this);
    m_theme = new QComboBox(box);
    m_theme->setAccessibleName(tr("Theme"));
    m_theme->addItem(tr("as the system"), QString());
    m_theme->addItem(tr("light"), u"light"_s);
    m_theme->addItem(tr("dark"), u"dark"_s);
    m_theme->addItem(tr("high contrast"), u"high-contrast"_s);
    m_theme->setCurrentIndex(std::max(m_theme->findData(m_preferences.theme), 0));
    m_language = new QComboBox(box);
    m_language->setAccessibleName(tr("Language"));
    m_language->addItem(tr("as the system"), QString());
    m_language->addItem(tr("English"), u"en"_s);
    if (m_language->findData(m_preferences.language) < 0)
        m_language->addItem(m_preferences.language, m_preferences.language);
    m_language->setCurrentIndex(m_language->findData(m_preferences.language));
    m_language->setEnabled(m_store != nullptr);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(setting(tr("&Theme"), m_theme, {}, box));
    layout->addWidget(setting(tr("&Language"), m_language, tr("Takes effect at the next start."), box));
    connect(m_theme, &QComboBox::activated, this, [this] {
        m_preferences.theme = m_theme->currentData().toString();
        theme::apply(*qApp, theme::choiceNamed(m_preferences.theme));
        take();
    });
    connect(m_language, &QComboBox::activated, this, [this] {
        m_preferences.language = m_language->currentData().toString();
        take();
    });
    return box;
}

QWidget *SettingsPage::makeNetwork(const Environment &environment)
{
    auto *box = new QWidget(this);
    m_caFile = new QLineEdit(m_preferences.caFile, box);
    m_caFile->setAccessibleName(tr("File with certificate authorities"));
    m_caFile->setPlaceholderText(tr("only those of the system"));
    auto *choose = new QPushButton(icon(u"folder"_s), tr("Choose the &file…"), box);
    choose->setAutoDefault(false);
    for (QWidget *widget : {static_cast<QWidget *>(m_caFile), static_cast<QWidget *>(choose)})
        widget->setEnabled(m_store != nullptr);
    // Never its value: it can hold a password.
    const QString variable =
        environment.firstSet({u"HTTPS_PROXY"_s, u"https_proxy"_s, u"HTTP_PROXY"_s, u"http_proxy"_s});
    m_app = mutedLabel({}, box);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(setting(tr("&Certificate authorities"), m_caFile,
                              tr("A PEM file that Signet also trusts. Terraform does not read this setting, "
                                 "so give it the same file "
                                 "in SSL_CERT_FILE. Takes effect at the next start."),
                              box));
    layout->addWidget(choose, 0, Qt::AlignLeft);
    layout->addWidget(mutedLabel(
        variable.isEmpty()
            ? tr("Proxy: none. Signet uses the proxy that Terraform uses, from the variable HTTPS_PROXY.")
            : tr("Proxy: that of the variable %1. Signet uses the same one as Terraform.").arg(variable),
        box));
    layout->addWidget(m_app);
    connect(m_caFile, &QLineEdit::editingFinished, this, [this] {
        m_preferences.caFile = m_caFile->text().trimmed();
        take();
    });
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Certificate authorities"), {},
                                                          tr("Certificates (*.pem *.crt *.cer)"));
        if (path.isEmpty())
            return;
        m_caFile->setText(path);
        m_preferences.caFile = path;
        take();
    });
    return box;
}

QWidget *SettingsPage::makeKept()
{
    auto *box = new QWidget(this);
    m_kept = proseLabel({}, box);
    m_forget = new QPushButton(tr("Forget &everything…"), box);
    m_forget->setAutoDefault(false);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_kept);
    layout->addWidget(m_forget, 0, Qt::AlignLeft);

    QPushButton *yes = m_question->addButton(tr("Forget everything"));
    QPushButton *no = m_question->addButton(tr("Ca&ncel"));
    for (QPushButton *button : {yes, no})
        button->setAutoDefault(false);
    connect(yes, &QPushButton::clicked, this, &SettingsPage::forgetEverything);
    connect(no, &QPushButton::clicked, m_question, &Message::clear);
    connect(m_forget, &QPushButton::clicked, this, [this, no] {
        m_question->show(theme::Tone::Warning,
                         tr("Sign out, and delete settings, profiles, and window layout?"),
                         tr("Receipts stay, because changes are undone with them."));
        no->setFocus();
    });
    return box;
}

void SettingsPage::take()
{
    if (!m_store)
        return;
    if (const auto saved = m_store->save(m_preferences); !saved)
        m_message->show(saved.problem(), {});
    else
        m_message->clear();
    showKept();
}

void SettingsPage::showKept()
{
    const QString &client = m_signIn->profileClientId();
    m_app->setText(client.isEmpty()
                       ? tr("App registration for signing in: none. Enter one where you sign in.")
                       : tr("App registration for signing in: %1").arg(client));
    const QStringList files = m_store ? m_store->keptFiles() : QStringList();
    QStringList lines;
    for (const QString &file : files)
        lines.append(file);
    if (lines.isEmpty())
        lines.append(tr("No file."));
    if (m_signIn->isKept())
        lines.append(tr("The sign-in of %1, in the keychain.").arg(m_signIn->who()));
    m_kept->setText(lines.join(u'\n'));
    m_forget->setEnabled(m_store != nullptr);
}

void SettingsPage::forgetEverything()
{
    m_question->clear();
    if (!m_store)
        return;
    m_signIn->signOut();
    const auto gone = m_store->forget();
    if (!gone) {
        m_message->show(gone.problem(), {});
        return;
    }
    m_preferences = Preferences();
    m_theme->setCurrentIndex(0);
    m_language->setCurrentIndex(0);
    m_caFile->clear();
    Q_EMIT forgotten();
    m_message->show(theme::Tone::Ok, tr("%n file(s) (was/were) deleted", nullptr, int(gone->size())));
    showKept();
}

} // namespace signet
