#pragma once

#include "core/terraform/providerblock.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class Message;

// The settings of the provider as the chosen target has them: a block, or the variables of a shell, a
// pipeline or another program.
class OutputsPanel : public QWidget {
    Q_OBJECT

public:
    enum class Targets { All, Environment };

    explicit OutputsPanel(Targets targets, QWidget *parent = nullptr);

    // In a sandbox (the value of --sandbox), the commands of a problem get the option.
    void setSettings(const ProviderSettings &settings, const QString &sandbox);
    // "provider-block", "required-providers", or a shell's name.
    void choose(const QString &target);

private:
    void refresh();

    ProviderSettings m_settings;
    QString m_sandbox;
    QComboBox *m_targets;
    CommandBox *m_content;
    Message *m_message;
};

} // namespace signet
