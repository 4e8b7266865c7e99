#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// A place in a configuration: file name relative to its directory, line counted from 1; line 0 is the
// file as a whole.
struct ConfigurationPlace {
    QString file;
    int line = 0;

    QString toString() const { return line > 0 ? file + u':' + QString::number(line) : file; }
    friend bool operator==(const ConfigurationPlace &, const ConfigurationPlace &) = default;
};

// The value of an argument or a variable, as far as it can be known without running Terraform.
struct ConfigurationValue {
    enum class Kind { Null, Bool, Number, String, List, Object, Unknown };

    Kind kind = Kind::Null;
    QString text; // String; Number, as written
    bool boolean = false;
    QList<ConfigurationValue> elements; // List
    QList<std::pair<QString, ConfigurationValue>> members; // Object
    // Unknown: what would have to be known, "var.client_id", "data.azurerm_client_config.current" ...
    QStringList dependsOn;
    bool fails = false; // Unknown: Terraform ends with an error there
    // Where the value itself is written: the argument, or the variable's default, tfvars line or TF_VAR_ name
    // that it was followed to.
    ConfigurationPlace place;
    QString variable; // "TF_VAR_client_id" when the environment gave it
    bool sensitive = false; // of a variable that is declared so, or text that came from one
    // Of an argument: what its expression refers to, locals followed: "var.pat", "local.pat",
    // "data.external.token". The value is another one where these are.
    QStringList references;

    static ConfigurationValue string(const QString &text);
    static ConfigurationValue fromBool(bool value);
    static ConfigurationValue number(const QString &text);
    static ConfigurationValue unknown(const QStringList &dependsOn);
    // What Terraform cannot work out or convert.
    static ConfigurationValue failure();

    bool isNull() const { return kind == Kind::Null; }
    bool isUnknown() const { return kind == Kind::Unknown; }
    // Nothing in it is unknown, however deep.
    bool isWhollyKnown() const;
    // It or something in it is sensitive.
    bool isSensitiveAnywhere() const;
    // As Terraform converts: a String, a Number, or a Bool as "true" or "false".
    std::optional<QString> toText() const;
    // As Terraform converts: a Bool, or the strings "true" and "false".
    std::optional<bool> toBool() const;
};

} // namespace signet
