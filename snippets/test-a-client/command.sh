pytest test_client.py
