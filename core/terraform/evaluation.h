#pragma once

#include "core/hcl/hclexpression.h"
#include "core/terraform/configurationbody.h"
#include "core/terraform/configurationvalue.h"
#include "core/terraform/typeconstraint.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <functional>
#include <optional>

namespace signet {

// A variable as it is declared, with the value it got.
struct DeclaredVariable {
    ConfigurationPlace place;
    TypeConstraint type;
    bool isNullable = true; // false: null stands for the default
    bool sensitive = false;
    std::optional<ConfigurationValue> fallback; // its default
    std::optional<ConfigurationValue> given; // by TF_VAR_ or a file of variables
};

// Evaluates expressions as far as that needs only the files: literals, templates, var, local,
// path, terraform.workspace, operators on known values, loops, and the functions of functions.h. Everything
// else is Unknown and names what it depends on.
class Evaluation {
public:
    void addVariable(const QString &name, const DeclaredVariable &variable);
    void addLocal(const ConfigurationAttribute &local);
    void setWorkspace(const QString &workspace) { m_workspace = workspace; }
    // How file() reads; nothing for a file that cannot be read.
    using ReadFile = std::function<std::optional<QString>(const QString &path)>;
    void setReadFile(ReadFile readFile) { m_readFile = std::move(readFile); }
    bool hasLocal(const QString &name) const { return m_locals.contains(name); }
    const HclExpression *local(const QString &name) const; // null where there is none
    const QHash<QString, DeclaredVariable> &variables() const { return m_variables; }
    QHash<QString, DeclaredVariable> &variables() { return m_variables; }

    // The value of an attribute. Its place is where the value itself is written.
    ConfigurationValue valueOf(const ConfigurationAttribute &attribute);
    ConfigurationValue valueOf(const HclExpression &expression, const ConfigurationPlace &place);
    // Everything an expression refers to, the locals and what these refer to: "var.pat", "local.pat",
    // "data.external.token", "azurerm_key_vault.main", "module.team".
    QStringList referencesOf(const HclExpression &expression) const;

private:
    void collectReferences(const HclExpression &expression, const QStringList &loopVariables, int depth,
                           QStringList *references) const;
    ConfigurationValue unplacedValue(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue tuple(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue object(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue indexed(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue unary(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue conditional(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue splat(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue traversal(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue root(const QString &kind, const QString &name, const ConfigurationPlace &place);
    ConfigurationValue templateValue(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue binary(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue call(const HclExpression &expression, const ConfigurationPlace &place);
    ConfigurationValue loop(const HclExpression &expression, const ConfigurationPlace &place);
    // Of a function, without the marks of its arguments; nothing where it is not known.
    std::optional<ConfigurationValue> resultOf(const QString &name,
                                               const QList<ConfigurationValue> &values) const;

    QString m_workspace; // empty: not known
    ReadFile m_readFile;
    QHash<QString, DeclaredVariable> m_variables;
    QHash<QString, ConfigurationAttribute> m_locals;
    QHash<QString, ConfigurationValue> m_loopVariables; // of the for expressions around
    int m_depth = 0;
    qint64 m_steps = 0; // since the outermost expression began
    QSet<QString> m_underWay; // locals that are being worked out: a circle ends there
};

} // namespace signet
