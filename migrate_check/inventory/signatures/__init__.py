"""What calls of LLMs look like, one table per SDK and language."""

from __future__ import annotations

from migrate_check.inventory.signature import SignatureTable
from migrate_check.inventory.signatures.ai_sdk import TABLE as AI_SDK
from migrate_check.inventory.signatures.anthropic_javascript import TABLE as ANTHROPIC_JAVASCRIPT
from migrate_check.inventory.signatures.anthropic_python import TABLE as ANTHROPIC_PYTHON
from migrate_check.inventory.signatures.bedrock_javascript import TABLE as BEDROCK_JAVASCRIPT
from migrate_check.inventory.signatures.bedrock_python import TABLE as BEDROCK_PYTHON
from migrate_check.inventory.signatures.csharp import TABLE as CSHARP
from migrate_check.inventory.signatures.go import TABLE as GO
from migrate_check.inventory.signatures.google_javascript import TABLE as GOOGLE_JAVASCRIPT
from migrate_check.inventory.signatures.google_python import TABLE as GOOGLE_PYTHON
from migrate_check.inventory.signatures.http_javascript import TABLE as HTTP_JAVASCRIPT
from migrate_check.inventory.signatures.http_python import TABLE as HTTP_PYTHON
from migrate_check.inventory.signatures.java import TABLE as JAVA
from migrate_check.inventory.signatures.jvm_frameworks import TABLE as JVM_FRAMEWORKS
from migrate_check.inventory.signatures.kotlin import TABLE as KOTLIN
from migrate_check.inventory.signatures.langchain_javascript import TABLE as LANGCHAIN_JAVASCRIPT
from migrate_check.inventory.signatures.langchain_python import TABLE as LANGCHAIN_PYTHON
from migrate_check.inventory.signatures.litellm_python import TABLE as LITELLM_PYTHON
from migrate_check.inventory.signatures.mistral_javascript import TABLE as MISTRAL_JAVASCRIPT
from migrate_check.inventory.signatures.mistral_python import TABLE as MISTRAL_PYTHON
from migrate_check.inventory.signatures.openai_javascript import TABLE as OPENAI_JAVASCRIPT
from migrate_check.inventory.signatures.openai_python import TABLE as OPENAI_PYTHON
from migrate_check.inventory.signatures.php import TABLE as PHP
from migrate_check.inventory.signatures.ruby import TABLE as RUBY
from migrate_check.inventory.signatures.rust import TABLE as RUST

TABLES: tuple[SignatureTable, ...] = (
    OPENAI_PYTHON,
    ANTHROPIC_PYTHON,
    GOOGLE_PYTHON,
    MISTRAL_PYTHON,
    BEDROCK_PYTHON,
    LITELLM_PYTHON,
    LANGCHAIN_PYTHON,
    HTTP_PYTHON,
    PHP,
    RUBY,
    GO,
    JAVA,
    JVM_FRAMEWORKS,
    KOTLIN,
    CSHARP,
    RUST,
    OPENAI_JAVASCRIPT,
    ANTHROPIC_JAVASCRIPT,
    GOOGLE_JAVASCRIPT,
    MISTRAL_JAVASCRIPT,
    BEDROCK_JAVASCRIPT,
    AI_SDK,
    LANGCHAIN_JAVASCRIPT,
    HTTP_JAVASCRIPT,
)
