import base64
import json
import os
from datetime import UTC, datetime

token = os.environ["ETM_API_TOKEN"]
middle = token.split(".")[1]
padded = middle + "=" * (-len(middle) % 4)
fields = json.loads(base64.urlsafe_b64decode(padded))
print(json.dumps(fields, indent=2))
print("expires", datetime.fromtimestamp(fields["exp"], UTC))
